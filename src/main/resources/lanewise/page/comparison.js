/* Two builds: a row a benchmark with its interval and the margin that it may be slower by; those that became slower come first. */
const comparison = (() => {
    const {el, known} = text;
    const ORDER = ['REGRESSED', 'UNFIT', 'INCOMPLETE', 'INCONCLUSIVE', 'IMPROVED', 'SAME'];
    const SHAPES = {REGRESSED: ['diamond', 1], IMPROVED: ['triangle', 2], SAME: ['circle', 6], INCONCLUSIVE: ['rect', 0], INCOMPLETE: ['rect', 4], UNFIT: ['rect', 4]};
    const MOST = 40;

    const ofRow = row => row.row.replace(/^StepBenchmark\.step /, '');

    function band(rows) {
        return {name: 'margin', type: 'line', silent: true, symbol: 'none', z: 1, tooltip: {show: false}, emphasis: {disabled: true}, lineStyle: {color: chart.ink('--faint'), width: 12, opacity: 0.3, cap: 'butt'}, itemStyle: {color: chart.ink('--faint')},
            data: rows.flatMap((row, k) => [[1 / (1 + row.margin), k], [1 + row.margin, k], [null, null]])};
    }

    function forest(rows) {
        const measured = rows.map((row, k) => [row, k]).filter(([row]) => known(row.ratio));
        const bounded = measured.filter(([row]) => known(row.low) && known(row.high));
        const values = [0.98, 1.02, ...measured.map(([row]) => row.ratio), ...bounded.flatMap(([row]) => [row.low, row.high]), ...rows.flatMap(row => [1 / (1 + row.margin), 1 + row.margin])];
        const low = Math.min(...values) * 0.99, high = Math.max(...values) * 1.01;
        const verdicts = ORDER.filter(verdict => measured.some(([row]) => row.verdict === verdict));
        return {
            grid: {left: 8, right: 26, top: 50, bottom: 46, containLabel: true}, legend: chart.legend({data: ['margin', '95 % interval', ...verdicts.map(verdict => verdict.toLowerCase())]}),
            xAxis: chart.axis({type: 'value', name: 'head / base', nameGap: 28, min: low, max: high, axisLabel: {formatter: x => x.toFixed(high - low < 0.3 ? 2 : 1), showMinLabel: false, showMaxLabel: false}}),
            yAxis: chart.axis({type: 'category', inverse: true, data: rows.map(ofRow), axisLabel: {hideOverlap: false, interval: 0, width: 200, overflow: 'truncate', fontSize: 11}, splitLine: {show: false}}),
            tooltip: {formatter: point => { const row = rows[point.value[1]]; return chart.tip([row.row, row.verdict.toLowerCase() + ': ' + row.ratio.toFixed(3) + (known(row.low) ? ' (' + row.low.toFixed(3) + ' to ' + row.high.toFixed(3) + ')' : ''), 'margin ' + text.percent(row.margin)]); }},
            series: [band(rows), {...chart.whiskers('95 % interval', 6, bounded.map(([row, k]) => [k, row.low, row.high]), true), z: 2},
                ...verdicts.map((verdict, n) => ({name: verdict.toLowerCase(), type: 'scatter', symbol: SHAPES[verdict][0], symbolSize: 12, z: 5, itemStyle: {color: chart.colour(SHAPES[verdict][1])},
                    data: measured.filter(([row]) => row.verdict === verdict).map(([row, k]) => ({value: [row.ratio, k], row: row.row})),
                    ...(n === 0 ? {markLine: {silent: true, precision: 9, symbol: 'none', label: {show: false}, lineStyle: {color: chart.ink('--ink'), type: 'solid', width: 1}, data: [{xAxis: 1}]}} : {})}))]
        };
    }

    /* The ratio of every round's pair, in their order; those that do not count are hollow. */
    function rounds(row) {
        const point = pair => ({value: [pair.round, pair.head / pair.base], pair});
        const counted = row.pairs.filter(pair => !pair.excluded), excluded = row.pairs.filter(pair => pair.excluded);
        const values = [0.99, 1 + row.margin, ...row.pairs.map(pair => pair.head / pair.base)];
        const line = (at, name, type) => ({yAxis: at, name, lineStyle: {type}});
        return {
            grid: {left: 56, right: 66, top: 34, bottom: 44}, legend: chart.legend({}),
            xAxis: chart.axis({type: 'value', name: 'round', nameGap: 26, min: 0, minInterval: 1}),
            yAxis: chart.axis({type: 'value', name: 'head / base', nameGap: 42, min: Math.min(...values) - 0.01, max: Math.max(...values) + 0.01, axisLabel: {formatter: x => x.toFixed(2), showMinLabel: false, showMaxLabel: false}}),
            tooltip: {formatter: p => chart.tip(['round ' + p.data.pair.round + (p.data.pair.round <= row.screenRounds ? ', first look' : ', fresh'), text.time(p.data.pair.base) + ' and ' + text.time(p.data.pair.head) + ': ' + p.value[1].toFixed(3), p.data.pair.excluded || 'counts'])},
            series: [
                {name: 'first rounds', type: 'scatter', symbol: 'rect', symbolSize: 8, itemStyle: {color: chart.colour(6)}, data: counted.filter(pair => pair.round <= row.screenRounds).map(point)},
                {name: 'fresh rounds', type: 'scatter', symbol: 'circle', symbolSize: 9, itemStyle: {color: chart.colour(0)}, data: counted.filter(pair => pair.round > row.screenRounds).map(point),
                    markLine: {silent: true, precision: 9, symbol: 'none', label: {color: chart.ink('--ink'), formatter: mark => mark.name}, lineStyle: {color: chart.ink('--ink')}, data: [line(1, 'equal', 'solid'), line(1 + row.margin, 'margin', 'dashed')]}},
                {name: 'does not count', type: 'scatter', symbol: 'emptyCircle', symbolSize: 9, itemStyle: {color: chart.colour(4)}, data: excluded.map(point)}].filter((one, k) => k === 1 || one.data.length)
        };
    }

    function views(model) {
        model.rows.forEach(row => { row.screenRounds = model.screenRounds; row.pairs ||= []; });
        const rank = row => ORDER.indexOf(row.verdict) * 1e3 - (known(row.ratio) ? Math.abs(Math.log(row.ratio)) * 10 : 0);
        const fixed = x => known(x) ? x.toFixed(3) : text.NONE;
        const columns = [
            {id: 'row', head: 'row', text: ofRow, value: row => row.row},
            {id: 'rank', head: 'verdict', text: row => row.verdict.toLowerCase() + (row.advisory ? ' (advisory)' : ''), value: rank, mark: row => 'verdict-' + row.verdict.toLowerCase(), title: row => row.reason},
            {id: 'ratio', head: 'head/base', number: true, text: row => fixed(row.ratio), value: row => row.ratio, title: 'estimate of the ratio of times within rounds; above 1 the head is slower'},
            {id: 'low', head: '95 %', number: true, text: row => known(row.low) && known(row.high) ? fixed(row.low) + ' to ' + fixed(row.high) : text.NONE, value: row => row.low},
            {id: 'margin', head: 'margin', number: true, text: row => text.percent(row.margin), value: row => row.margin, title: 'what the row may be slower by'},
            {id: 'p', head: 'p', number: true, text: row => known(row.p) ? text.digits(row.p, 2) : text.NONE, value: row => row.p, title: 'one-sided, adjusted for all rows'},
            {id: 'base', head: 'base', number: true, wide: true, text: row => text.time(row.base), value: row => row.base},
            {id: 'head', head: 'head', number: true, wide: true, text: row => text.time(row.head), value: row => row.head},
            {id: 'seen', head: 'could have seen', number: true, wide: true, text: row => text.percent(row.detectable), value: row => row.detectable, title: 'the smallest slowdown that these rounds would have found'},
            {id: 'rounds', head: 'rounds', number: true, wide: true, text: row => known(row.rounds) ? String(row.rounds) : text.NONE, value: row => row.rounds}
        ].map(column => ({...column, title: typeof column.title === 'string' ? column.title : undefined}));
        return [{id: 'forest', title: 'Rows', build(place) {
            const controls = el('div', {class: 'controls'}, steps.search()), drawing = el('div', {class: 'chart'}), below = el('div', {class: 'chart low'}), caption = el('p', {class: 'caption'}), why = el('div', {class: 'detail'});
            let picture, pairs;
            const listing = table.make({name: 'comparison', rows: () => model.rows, key: row => row.row, columns, sort: 'rank', chosen: state.get('sel'), isHidden: row => row.verdict === 'SAME',
                hiddenNote: n => text.count(n) + (n === 1 ? ' row is' : ' rows are') + ' within the margin', empty: 'No row differs by more than its margin.', choose: row => state.set({sel: row.row})});
            function show() {
                const shown = listing.shown().length ? listing.shown() : model.rows;
                const row = model.rows.find(one => one.row === state.get('sel')) || shown[0];
                if (picture) picture.remove();
                if (pairs) pairs.remove();
                drawing.style.height = Math.max(200, 110 + Math.min(shown.length, MOST) * 20) + 'px';
                caption.textContent = (listing.shown().length ? 'The rows of the table' : 'No row differs: all of them') + (shown.length > MOST ? ', the first ' + MOST : '') + '. Right of 1 the head is slower; the grey band is the margin, the bar the 95 % interval.';
                drawing.hidden = shown.length === 0;
                picture = shown.length ? chart.draw(drawing, 'forest plot of ' + shown.length + ' rows', () => forest(shown.slice(0, MOST))) : null;
                below.hidden = !row || row.pairs.length === 0;
                why.replaceChildren(...(row ? [el('h3', {}, row.row), el('p', {}, row.verdict.toLowerCase() + (row.reason ? ': ' + row.reason : '')), row.modes ? el('p', {}, row.modes) : ''] : []));
                pairs = below.hidden ? null : chart.draw(below, row.row + ' round by round', () => rounds(row));
            }
            place.append(controls, el('div', {class: 'split'}, listing.element, el('div', {class: 'panel'}, caption, drawing, why, below)));
            show();
            return {update(keys) { listing.setChosen(state.get('sel')); if (!keys.every(key => key === 'sel')) listing.draw(); show(); }, remove() { picture?.remove(); pairs?.remove(); }};
        }}];
    }

    return {views};
})();
