/* Many runs: each row's series with its roof, and where it changed. */
const chronicle = (() => {
    const {el, known} = text;
    const day = started => started.slice(0, 10);

    function option(series) {
        const times = series.points.map(point => point.nanoseconds), roofs = series.points.map(point => point.roof);
        const at = started => series.points.findIndex(point => point.started === started);
        const unit = Math.max(...times) >= 1e6 ? [1e6, 'ms'] : Math.max(...times) >= 1e3 ? [1e3, 'µs'] : [1, 'ns'];
        const cuts = [0, ...series.changes.map(change => at(change.started)).sort((a, b) => a - b), times.length];
        const levels = cuts.slice(1).flatMap((to, k) => { const level = text.median(times.slice(cuts[k], to)) / unit[0]; return [[cuts[k], level], [to - 1, level], [null, null]]; });
        return {
            grid: {left: 64, right: 20, top: 40, bottom: 62}, legend: chart.legend({}),
            xAxis: chart.axis({type: 'category', name: 'run', nameGap: 42, data: series.points.map(point => day(point.started) + '\n' + point.commit), axisLabel: {fontSize: 10, lineHeight: 15}}),
            yAxis: chart.axis({type: 'value', name: unit[1] + ' a call', nameGap: 48, scale: true}),
            tooltip: {formatter: point => { const one = series.points[point.dataIndex]; return one && point.seriesType === 'line' ? chart.tip([point.seriesName, one.started + ', commit ' + one.commit, text.time(one.nanoseconds) + (known(one.roof) ? ', roof ' + text.time(one.roof) : '')]) : ''; }},
            series: [
                {name: 'median of the run', type: 'line', symbol: 'circle', symbolSize: 7, lineStyle: {color: chart.colour(0), width: 1, opacity: 0.5}, itemStyle: {color: chart.colour(0)}, data: times.map(ns => ns / unit[0]),
                    markLine: {silent: true, precision: 9, symbol: 'none', label: {color: chart.ink('--ink'), formatter: mark => mark.name, position: 'insideEndTop'}, lineStyle: {color: chart.colour(1), type: 'dashed', width: 2},
                        data: series.changes.map(change => ({xAxis: Math.max(0, at(change.started)), name: (change.ratio > 1 ? '+' : '−') + text.percent(Math.abs(change.ratio - 1))}))}},
                {name: 'level between changes', type: 'line', symbol: 'none', connectNulls: false, lineStyle: {color: chart.colour(1), width: 2}, itemStyle: {color: chart.colour(1)}, data: levels, tooltip: {show: false}, silent: true},
                ...(roofs.some(known) ? [{name: 'roof', type: 'line', symbol: 'none', lineStyle: {color: chart.ink('--ink'), type: [8, 5], width: 1.5}, itemStyle: {color: chart.ink('--ink')}, data: roofs.map(ns => known(ns) ? ns / unit[0] : null)}] : [])]
        };
    }

    function views(model) {
        model.series.forEach((series, k) => {
            series.id = String(k);
            series.changes = model.changes.filter(change => change.row === series.row && change.machine === series.machine && change.jdk === series.jdk);
            series.most = series.changes.reduce((most, change) => Math.abs(Math.log(change.ratio)) > Math.abs(Math.log(most?.ratio ?? 1)) ? change : most, null);
        });
        const columns = [
            {id: 'row', head: 'row', text: series => series.row, value: series => series.row},
            {id: 'change', head: 'largest change', number: true, text: series => series.most ? (series.most.ratio > 1 ? '+' : '−') + text.percent(Math.abs(series.most.ratio - 1)) : text.NONE, value: series => series.most ? Math.abs(Math.log(series.most.ratio)) : NaN,
                mark: series => series.most ? (series.most.ratio > 1 ? 'verdict-regressed' : 'verdict-improved') : '', title: 'of the time: + is slower'},
            {id: 'commits', head: 'between commits', text: series => series.most ? series.most.lastBefore + ' and ' + series.most.firstAfter : '', value: series => series.most ? series.most.firstAfter : ''},
            {id: 'p', head: 'p', number: true, text: series => series.most ? text.digits(series.most.pValue, 2) : text.NONE, value: series => series.most ? series.most.pValue : NaN, title: 'of the change, E-divisive'},
            {id: 'runs', head: 'runs', number: true, text: series => String(series.points.length), value: series => series.points.length},
            {id: 'changes', head: 'changes', number: true, wide: true, text: series => String(series.changes.length), value: series => series.changes.length},
            {id: 'machine', head: 'machine', wide: true, text: series => series.machine, value: series => series.machine},
            {id: 'jdk', head: 'JDK', wide: true, text: series => series.jdk, value: series => series.jdk}
        ];
        return [{id: 'series', title: 'Series', build(place) {
            const controls = el('div', {class: 'controls'}, steps.search()), drawing = el('div', {class: 'chart'}), caption = el('p', {class: 'caption'}), below = el('div', {class: 'detail'});
            let picture;
            const listing = table.make({name: 'history', rows: () => model.series, key: series => series.id, columns, sort: '-change', chosen: state.get('sel'), isHidden: series => series.changes.length === 0, search: series => series.machine + ' ' + series.jdk,
                hiddenNote: n => text.count(n) + ' series did not change by ' + text.percent(model.leastMagnitude) + ' or more', empty: 'No series changed.', choose: series => state.set({sel: series.id})});
            function show() {
                const series = model.series.find(one => one.id === state.get('sel')) || listing.shown()[0] || model.series[0];
                if (picture) picture.remove();
                drawing.hidden = !series;
                if (!series) return;
                caption.textContent = series.row + ' on ' + series.machine + ', ' + series.jdk + ': a dot a run, the roof dashed, a change a vertical line';
                picture = chart.draw(drawing, 'history of ' + series.row, () => option(series));
                below.replaceChildren(...series.changes.map(change => el('p', {}, (change.ratio > 1 ? 'Slower' : 'Faster') + ' by ' + text.percent(Math.abs(change.ratio - 1)) + ' between commits ' + change.lastBefore + ' and ' + change.firstAfter + ' (' + change.started + '): ' + text.time(change.medianBefore) + ' to ' + text.time(change.medianAfter) + '; to find the commit: scripts/lanewise bisect ' + change.lastBefore + ' ' + change.firstAfter)));
            }
            place.append(controls, el('div', {class: 'split'}, listing.element, el('div', {class: 'panel'}, caption, drawing, below)));
            show();
            return {update(keys) { listing.setChosen(state.get('sel')); if (!keys.every(key => key === 'sel')) listing.draw(); show(); }, remove() { picture?.remove(); }};
        }}];
    }

    return {views};
})();
