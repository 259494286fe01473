/* Charts of ECharts, in the page's colours. Colours can be told apart by all eyes, and every line has a symbol and a dash of its own as well. */
const chart = (() => {
    const {el} = text;
    const LIGHT = ['#0072b2', '#c04a00', '#007a5a', '#a8478a', '#8a6d00', '#3b6fb6', '#555555'];
    const DARK = ['#56b4e9', '#ff8c42', '#2ecf9c', '#e59bcf', '#e6c229', '#9db8ff', '#bbbbbb'];
    const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow', 'roundRect'];
    const DASHES = ['solid', [6, 3], [2, 3], [10, 3, 2, 3], [8, 2], [4, 4], [1, 2]];
    const drawn = new Set();

    const isDark = () => document.documentElement.dataset.theme === 'dark';
    const colour = k => (isDark() ? DARK : LIGHT)[k % LIGHT.length];
    const ink = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

    const style = (k, width = 2) => ({color: colour(k), type: DASHES[k % DASHES.length], width});
    const symbol = k => SYMBOLS[k % SYMBOLS.length];

    /* The tooltip's content as elements: lines of texts, the first one in bold. */
    const tip = lines => el('div', {class: 'tip'}, lines.map((line, k) => el(k === 0 ? 'b' : 'div', {}, line)));

    function axis(extra) {
        return {
            nameLocation: 'middle', nameTextStyle: {color: ink('--ink'), fontSize: 12}, axisLabel: {color: ink('--ink'), hideOverlap: true, ...(extra.axisLabel || {})},
            axisLine: {show: true, lineStyle: {color: ink('--line-strong')}}, splitLine: {lineStyle: {color: ink('--line')}}, minorTick: {show: false},
            ...Object.fromEntries(Object.entries(extra).filter(([key]) => key !== 'axisLabel'))
        };
    }

    /* A logarithmic axis that is filled by its values: in steps of ten, of two where they are within a factor of thirty, and linear within one and a half. */
    function logarithmic(values, extra) {
        const positive = values.filter(x => x > 0);
        const steps = [1, 2, 5];
        let low = Math.min(...positive), high = Math.max(...positive);
        if (!positive.length) { low = 1; high = 10; }
        if (high / low < 1.5) {
            const pad = (high - low) * 0.08 || high * 0.02, step = 10 ** Math.floor(Math.log10(high - low + 2 * pad)) / 2;
            return axis({type: 'value', min: Math.floor((low - pad) / step) * step, max: Math.ceil((high + pad) / step) * step, ...extra});
        }
        if (high / low < 30 && high <= 64 && low > 0.02) { // where powers of two are numbers that people know
            return axis({type: 'log', logBase: 2, min: 2 ** Math.floor(Math.log2(low) + 1e-6), max: 2 ** Math.ceil(Math.log2(high) - 1e-6), ...extra});
        }
        const power = x => Math.floor(Math.log10(x));
        const floor = Math.max(...steps.map(s => s * 10 ** power(low)).filter(s => s <= low * 1.0001));
        let ceiling = [...steps, 10].map(s => s * 10 ** power(high)).find(s => s >= high * 0.9999);
        if (ceiling <= floor) ceiling = floor * 2;
        return axis({type: 'log', min: floor, max: ceiling, ...extra});
    }

    /* Segments from low to high as one series: an interval of each point. */
    function whiskers(name, k, segments, horizontal) {
        const data = segments.flatMap(([at, low, high]) => horizontal ? [[low, at], [high, at], [null, null]] : [[at, low], [at, high], [null, null]]);
        return {name, type: 'line', data, symbol: horizontal ? 'none' : 'rect', symbolSize: [7, 2], showSymbol: true, connectNulls: false, silent: true,
            itemStyle: {color: colour(k)}, lineStyle: {color: colour(k), width: 2}, tooltip: {show: false}, emphasis: {disabled: true}, id: name + ' interval'};
    }

    /* place: an element with a height. what: for those who do not see it. option: a function, called again when colours change. */
    function draw(place, what, option) {
        const instance = echarts.init(place, null, {renderer: 'svg'});
        place.setAttribute('role', 'img');
        place.setAttribute('aria-label', what);
        const own = {place, instance, redraw() {
            instance.setOption({
                animation: false, backgroundColor: 'transparent', textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: ink('--ink')}, // a chart measures its labels by it
                tooltip: {confine: true, backgroundColor: ink('--paper'), borderColor: ink('--line-strong'), textStyle: {color: ink('--ink'), fontSize: 12}, ...(option().tooltip || {})},
                ...Object.fromEntries(Object.entries(option()).filter(([key]) => key !== 'tooltip'))
            }, {notMerge: true});
        }};
        own.redraw();
        const observer = new ResizeObserver(() => instance.resize());
        observer.observe(place);
        drawn.add(own);
        return {
            redraw: own.redraw, instance,
            remove() {
                observer.disconnect();
                instance.dispose();
                drawn.delete(own);
            }
        };
    }

    const redrawAll = () => drawn.forEach(one => one.redraw());
    const legend = extra => ({type: 'scroll', top: 0, left: 0, right: 0, textStyle: {color: ink('--ink')}, pageTextStyle: {color: ink('--ink')}, pageIconColor: ink('--ink'), itemWidth: 30, itemGap: 16, ...extra});

    window.addEventListener('beforeprint', () => drawn.forEach(one => one.instance.resize()));

    return {draw, redrawAll, colour, ink, style, symbol, tip, axis, logarithmic, whiskers, legend, isDark, drawn};
})();
