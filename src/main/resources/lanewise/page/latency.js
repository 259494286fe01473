/* Times of single steps by percentile, on the axis that HdrHistogram's plots have: every nine takes as much room. */
const latency = (() => {
    const {known} = text;
    const nines = percentile => 100 / (100 - percentile);

    function at(row, percentile) {
        const point = row.latency.find(([p]) => p >= percentile);
        return point ? point[1] : NaN;
    }

    function view(run) {
        const all = run.rows.filter(row => row.latency);
        if (!all.length) return null;
        const column = (id, head, value) => ({id, head, unit: 'ms', number: true, text: row => known(value(row)) ? text.digits(value(row) / 1e6) : text.NONE, value: row => value(row) / 1e6});
        const last = row => row.latency[row.latency.length - 1][1];
        const columns = [
            {id: 'optimizer', head: 'optimizer', text: row => [steps.subject(row), steps.extras(row)].filter(Boolean).join(' '), value: steps.subject},
            {id: 'size', head: 'size', number: true, text: row => text.count(row.count), value: row => row.count},
            {id: 'variant', head: 'variant', text: row => row.parameters.variant || '', value: row => row.parameters.variant},
            column('p50', 'p50', row => at(row, 50)), column('p99', 'p99', row => at(row, 99)), column('max', 'max', last),
            {id: 'tail', head: 'p99 to p50', number: true, text: row => text.ratio(at(row, 99) / at(row, 50)), value: row => at(row, 99) / at(row, 50)}
        ];
        const option = (rows, sel) => {
            const chosen = rows.find(row => row.id === sel) || rows[0];
            const drawn = rows.filter(row => row.count === chosen.count && steps.subject(row) === steps.subject(chosen)).slice(0, 7);
            const most = Math.max(...drawn.flatMap(row => row.latency.filter(([p]) => p < 100).map(([p]) => nines(p))), 10);
            return {
                grid: {left: 64, right: 22, top: 56, bottom: 46}, legend: chart.legend({}),
                xAxis: chart.axis({type: 'log', name: 'percentile', nameGap: 28, min: 1, max: most, axisLabel: {formatter: x => (100 - 100 / x).toFixed(Math.max(0, Math.round(Math.log10(x)) - 2)) + ' %'}}),
                yAxis: chart.axis({type: 'value', name: 'milliseconds a step: ' + steps.subject(chosen) + ', ' + text.short(chosen.count), nameGap: 46, scale: true}),
                tooltip: {formatter: point => chart.tip([point.seriesName, text.digits(point.value[2], 5) + ' %: ' + text.digits(point.value[1]) + ' ms'])},
                series: drawn.map((row, k) => ({name: steps.seriesName(row), type: 'line', step: 'end', symbol: chart.symbol(k), symbolSize: 5, lineStyle: chart.style(k), itemStyle: {color: chart.colour(k)},
                    data: row.latency.map(([p, ns]) => [Math.min(p < 100 ? nines(p) : most, most), ns / 1e6, p])}))
            };
        };
        return {id: 'latency', title: 'Latency', build: place => ratios.listed(place, {run, name: 'latency', rows: all, columns: () => columns, sort: '-size', option,
            caption: 'Single steps of all forks by percentile, for the size and the optimizer that are chosen'})};
    }

    return {view};
})();
