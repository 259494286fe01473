/* Several runs over each other. Each stays a series of its own: times of two machines, JDKs or moments are compared, and never joined. */
const overlay = (() => {
    const {el, known} = text;

    /* What tells the runs apart, and no more. */
    function labels(runs) {
        const parts = ['machine', 'jdk', 'commit', 'started'].filter(part => new Set(runs.map(run => run[part])).size > 1);
        const useful = parts.filter(part => part !== 'started' || parts.length === 1).filter(part => part !== 'commit' || !parts.includes('machine'));
        const named = runs.map(run => (useful.length ? useful : ['name']).map(part => part === 'jdk' ? run.jdk.replace(/^.*VM /, '').replace(/,.*/, '') : run[part]).join(', '));
        return named.map((name, k) => named.indexOf(name) === k ? name : name + ' (' + (k + 1) + ')');
    }

    function differences(runs) {
        const told = [];
        for (const [part, name] of [['machine', 'machines'], ['jdk', 'JDKs']]) {
            const kinds = [...new Set(runs.map(run => run[part]))];
            if (kinds.length > 1) told.push('The runs are of ' + kinds.length + ' ' + name + ' (' + kinds.join('; ') + '): their series are not joined, and a difference between them is no measure of the code.');
        }
        if (!told.length && new Set(runs.map(run => run.commit)).size > 1) told.push('The runs are of one kind of machine and JDK, at different moments: they are not paired, so a difference is advice and not a verdict. scripts/compare measures two builds in the same rounds.');
        return told;
    }

    const unitTime = row => row && !row.missing ? steps.perUnit(row) : NaN;

    function view(runs) {
        const names = labels(runs);
        const ids = [...new Set(runs.flatMap(run => run.rows.filter(row => row.section !== 'roof').map(row => row.id)))];
        const byRun = runs.map(run => new Map(run.rows.map(row => [row.id, row])));
        const rows = ids.map(id => { const of = byRun.map(map => map.get(id)); return {id, of, any: of.find(Boolean)}; });
        const base = () => Math.max(0, names.indexOf(state.oneOf('base', names)));
        const ratio = (row, k) => unitTime(row.of[k]) / unitTime(row.of[base()]);
        const furthest = row => runs.map((_, k) => k === base() ? NaN : Math.abs(Math.log(ratio(row, k)))).filter(known).reduce((most, x) => Math.max(most, x), -1);
        /* In no run are all forks on one side of those of the base. */
        const overlaps = row => {
            const own = row.of[base()];
            const others = row.of.filter((one, k) => k !== base() && one && !one.missing);
            if (!own || own.missing || !others.length) return false;
            return others.every(one => Math.min(...one.times) <= Math.max(...own.times) && Math.max(...one.times) >= Math.min(...own.times));
        };
        const rowName = row => [row.any.section === 'step' ? '' : row.any.label + (row.any.method && row.any.section !== 'product' ? ' ' + row.any.method : ''), ...Object.values(row.any.parameters).map(value => /^\d{4,}$/.test(value) ? text.count(Number(value)) : value), row.any.jvm ? '[' + row.any.jvm + ']' : ''].filter(Boolean).join(' ');
        const columns = () => [
            {id: 'row', head: 'row', text: rowName, value: row => row.id},
            ...names.flatMap((name, k) => [
                {id: 'ns' + k, head: name, unit: 'ns/unit', number: true, text: row => known(unitTime(row.of[k])) ? text.digits(unitTime(row.of[k])) : row.of[k] ? row.of[k].missing || text.NONE : 'not in this run', value: row => unitTime(row.of[k]), title: 'nanoseconds a unit of work, median over forks'},
                ...(k === base() ? [] : [{id: 'ratio' + k, head: 'time to ' + (runs.length > 2 ? '(' + (base() + 1) + ')' : 'first'), number: true, text: row => text.ratio(ratio(row, k)), value: row => ratio(row, k), title: name + ' over ' + names[base()] + '; above 1 it is the slower one'}])
            ]),
            {id: 'furthest', head: 'apart', number: true, wide: true, text: row => furthest(row) < 0 ? text.NONE : text.ratio(Math.exp(furthest(row))), value: row => furthest(row) < 0 ? NaN : furthest(row), title: 'the largest ratio, whichever way'}
        ];
        function option(chosen) {
            const like = chosen.any, series = [], all = [];
            runs.forEach((run, k) => {
                const own = run.rows.filter(row => row.section === like.section && row.method === like.method && steps.subject(row) === steps.subject(like) && steps.seriesName(row) === steps.seriesName(like) && !row.missing
                    && (like.section === 'step' || like.section === 'scenario' || row.id === like.id)).sort((a, b) => a.count - b.count);
                all.push(...own.flatMap(row => row.times.map(ns => [row.count, ns / row.count])));
                series.push({name: names[k], type: 'line', symbol: chart.symbol(k), symbolSize: 8, lineStyle: chart.style(k), itemStyle: {color: chart.colour(k)}, data: own.map(row => ({value: [row.count, steps.perUnit(row)], row: row.id}))});
                series.push({name: names[k], id: names[k] + ' forks', type: 'scatter', symbol: chart.symbol(k), symbolSize: 5, itemStyle: {color: chart.colour(k), opacity: 0.45}, data: own.flatMap(row => row.times.map(ns => [row.count, ns / row.count]))});
                const bounded = own.filter(row => row.interval);
                if (bounded.length) series.push({...chart.whiskers(names[k], k, bounded.map(row => [row.count, row.interval[0] / row.count, row.interval[1] / row.count])), name: names[k]});
            });
            const sizes = all.map(point => point[0]);
            return {
                grid: {left: 62, right: 18, top: 76, bottom: 46}, legend: chart.legend({orient: 'vertical', height: 64, data: names}),
                xAxis: chart.axis({type: 'log', name: {parameter: 'parameters', multiply_add: 'multiply-adds', element: 'elements'}[like.unit], nameGap: 28, min: Math.min(...sizes) / 1.5, max: Math.max(...sizes) * 1.5, axisLabel: {formatter: x => text.short(x), showMinLabel: false, showMaxLabel: false}}),
                yAxis: chart.logarithmic(all.map(point => point[1]), {name: 'nanoseconds a unit', nameGap: 44, axisLabel: {formatter: x => text.short(x)}}),
                tooltip: {formatter: point => chart.tip([point.seriesName, text.count(point.value[0]) + ': ' + text.digits(point.value[1]) + ' ns/unit'])}, series
            };
        }
        return {id: 'overlay', title: 'Overlay', build(place) {
            const drawing = el('div', {class: 'chart'}), caption = el('p', {class: 'caption'}), controls = el('div', {class: 'controls'});
            let picture;
            const listing = table.make({name: 'overlay', rows: () => rows, key: row => row.id, get columns() { return columns(); }, sort: '-furthest', isHidden: row => furthest(row) < 0 || overlaps(row), chosen: state.get('sel'),
                hiddenNote: n => text.count(n) + (n === 1 ? ' row is in one run only, or has' : ' rows are in one run only, or have') + ' forks that overlap', choose: row => state.set({sel: row.id})});
            const drawControls = () => text.refill(controls, steps.search(), steps.select('compared with', 'base', names, names[0]));
            function show() {
                const row = rows.find(one => one.id === state.get('sel')) || listing.shown()[0];
                if (picture) picture.remove();
                const drawable = row && row.of.some(one => one && !one.missing);
                drawing.hidden = !drawable;
                caption.textContent = row ? rowName(row) + ' in each run: every fork a dot, the median a line with its 95 % interval' : '';
                picture = drawable ? chart.draw(drawing, row.id, () => option(row)) : null;
            }
            place.append(controls, el('div', {class: 'split'}, listing.element, el('div', {class: 'panel'}, caption, drawing)));
            drawControls();
            show();
            return {update(keys) { drawControls(); if (!keys.every(key => key === 'sel')) listing.draw(); show(); }, remove() { if (picture) picture.remove(); }};
        }};
    }

    return {view, labels, differences};
})();
