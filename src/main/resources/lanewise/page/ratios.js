/* Rows whose ratio to another is the point: scenarios to the plain step, products to another author's. And roofs, which are compared with nothing. */
const ratios = (() => {
    const {el, known} = text;

    /* A table beside a picture of what it shows; the row that is chosen has its detail below. */
    function listed(place, view) {
        const {run, name, columns, sort, isHidden, hiddenNote, caption, option, tall, controls, empty} = view;
        const drawing = el('div', {class: 'chart'}), below = el('div', {class: 'below'}), above = el('div', {class: 'controls'}, steps.search(), ...(controls ? controls() : []));
        const note = el('p', {class: 'caption'}, caption);
        let picture;
        const spec = {name, rows: () => view.rows, key: row => row.id, get columns() { return columns(); }, sort, isHidden, hiddenNote, empty,
            chosen: state.get('sel'), choose: row => state.set({sel: row.id}), search: row => row.id};
        const listing = table.make(spec);
        function show() {
            const shown = listing.shown().filter(row => !row.missing);
            const chosen = view.rows.find(row => row.id === state.get('sel'));
            below.replaceChildren(...(chosen && run ? [steps.detail(run, chosen)] : []));
            if (picture) picture.remove();
            drawing.hidden = shown.length === 0;
            drawing.style.height = tall && shown.length ? Math.max(220, 110 + Math.min(shown.length, 40) * tall) + 'px' : '';
            picture = shown.length ? chart.draw(drawing, name, () => option(tall ? shown.slice(0, 40) : shown, state.get('sel'))) : null;
            note.textContent = caption + (tall && shown.length > 40 ? '; the first 40 of ' + shown.length : '');
        }
        place.append(above, el('div', {class: 'split'}, listing.element, el('div', {class: 'panel'}, note, drawing, below)));
        show();
        return {update(keys) {
            listing.setChosen(state.get('sel'));
            listing.draw();
            text.refill(above, steps.search(), ...(controls ? controls() : []));
            show();
        }, remove() { if (picture) picture.remove(); }};
    }

    /* A dot with its interval for every row, around 1; the first row on top. */
    function dots(rows, ratio, name, sel, axisName) {
        const points = rows.map((row, k) => ({value: [ratio(row)?.[0], k], row: row.id})).filter(point => known(point.value[0]));
        const bounded = rows.map((row, k) => [k, ratio(row)?.[1], ratio(row)?.[2]]).filter(([, low, high]) => known(low) && known(high));
        const values = [1, ...points.map(point => point.value[0]), ...bounded.flatMap(([, low, high]) => [low, high])];
        return {
            grid: {left: 8, right: 26, top: 26, bottom: 46, containLabel: true},
            xAxis: chart.logarithmic(values, {name: axisName, nameGap: 28, axisLabel: {formatter: x => text.short(x)}}),
            yAxis: chart.axis({type: 'category', inverse: true, data: rows.map(name), axisLabel: {hideOverlap: false, interval: 0, width: 240, overflow: 'truncate', fontSize: 11}, splitLine: {show: false}}),
            tooltip: {formatter: point => { const row = rows[point.value[1]], v = ratio(row); return chart.tip([name(row), text.ratio(v[0]) + ' (' + text.range(v[1], v[2]) + ')', known(v[1]) ? '95 % interval from the ratios within rounds' : 'too few rounds for an interval']); }},
            series: [chart.whiskers('interval', 0, bounded, true), {
                name: axisName, type: 'scatter', data: points.map(point => ({...point, itemStyle: point.row === sel ? {borderColor: chart.ink('--ink'), borderWidth: 2} : undefined})), symbolSize: 10, itemStyle: {color: chart.colour(0)},
                markLine: {silent: true, precision: 9, symbol: 'none', label: {show: false}, lineStyle: {color: chart.ink('--ink'), type: 'solid', width: 1}, data: [{xAxis: 1}]}
            }]
        };
    }

    function scenarios(run) {
        const all = run.rows.filter(row => row.section === 'scenario');
        if (!all.length) return null;
        /* Time to the plain step: the reciprocal of the speed. */
        const slowdown = row => { const v = row.plain && row.versus && row.versus[row.plain]; return v ? [1 / v[0], known(v[2]) ? 1 / v[2] : null, known(v[1]) ? 1 / v[1] : null, v[3]] : undefined; };
        const name = row => [row.label, steps.subject(row) === row.label ? '' : steps.subject(row), row.parameters.variant, text.short(row.count), steps.extras(row)].filter(Boolean).join(' ');
        const columns = [
            {id: 'scenario', head: 'scenario', text: row => row.label, value: row => row.label},
            {id: 'optimizer', head: 'optimizer', text: row => [steps.subject(row), steps.extras(row), row.jvm && '[' + row.jvm + ']'].filter(Boolean).join(' '), value: steps.subject},
            {id: 'time', head: 'time to plain', number: true, text: row => text.ratio(slowdown(row)?.[0]), value: row => slowdown(row)?.[0], title: 'above 1 the scenario is the slower one'},
            {id: 'low', head: '95 %', number: true, text: row => { const v = slowdown(row); return v ? text.range(v[1], v[2]) : text.NONE; }, value: row => slowdown(row)?.[1]},
            {id: 'size', head: 'size', number: true, text: row => text.count(row.count), value: row => row.count},
            {id: 'variant', head: 'variant', text: row => row.parameters.variant || '', value: row => row.parameters.variant || ''},
            {id: 'ns', head: 'ns/param', number: true, text: row => row.missing ? text.NONE : text.digits(steps.perUnit(row)), value: steps.perUnit},
            {id: 'spread', head: 'spread', number: true, wide: true, text: row => text.percent(row.spread), value: row => row.spread}
        ];
        return {id: 'scenarios', title: 'Scenarios', build: place => listed(place, {run, name: 'scenarios', rows: all, columns: () => columns, sort: '-time', isHidden: row => steps.withinNoise(slowdown(row)),
            hiddenNote: steps.NOISE, caption: 'Time of a step in the scenario over that of the plain step: the dot is the estimate, the bar its 95 % interval', tall: 20,
            option: (rows, sel) => dots(rows, slowdown, name, sel, 'time to the plain step')})};
    }

    function products(run) {
        const all = run.rows.filter(row => row.section === 'product');
        if (!all.length) return null;
        const others = steps.comparedWith(run).filter(name => name === steps.BEST || all.some(row => steps.versus(row, name)));
        const usual = others.includes('OPENBLAS') ? 'OPENBLAS' : others[0];
        const other = () => state.oneOf('vs', others, usual);
        const gigaflops = row => 2 / steps.perUnit(row);
        const form = row => row.parameters.variant + (row.jvm ? ' [' + row.jvm + ']' : '');
        const columns = () => [
            {id: 'product', head: 'product', text: row => row.label, value: row => row.label, title: 'M x N x K'},
            {id: 'variant', head: 'variant', text: row => row.parameters.variant + (row.jvm ? ' [' + row.jvm + ']' : ''), value: row => row.parameters.variant},
            {id: 'gflops', head: 'GFLOP/s', number: true, text: row => row.missing ? text.NONE : text.digits(gigaflops(row)), value: gigaflops},
            {id: 'ms', head: 'ms', number: true, wide: true, text: row => row.missing ? text.NONE : text.digits(steps.nanoseconds(row) / 1e6), value: row => steps.nanoseconds(row) / 1e6},
            {id: 'share', head: 'of roof', number: true, text: row => known(row.share) ? row.share.toFixed(2) : text.NONE, value: row => row.share, bar: row => row.share, title: 'of as many multiply-adds in the registers'},
            {id: 'ratio', head: 'speed over ' + (other() === steps.BEST ? 'best' : other()), number: true, text: row => text.ratio(steps.versus(row, other())?.[0]), value: row => steps.versus(row, other())?.[0]},
            {id: 'low', head: '95 %', number: true, text: row => { const v = steps.versus(row, other()); return v ? text.range(v[1], v[2]) : text.NONE; }, value: row => steps.versus(row, other())?.[1]},
            {id: 'spread', head: 'spread', number: true, wide: true, text: row => text.percent(row.spread), value: row => row.spread}
        ];
        const option = rows => {
            const labels = [...new Set(rows.map(row => row.label))].slice(0, 24), variants = [...new Set(all.map(form))];
            return {
                grid: {left: 8, right: 24, top: 56, bottom: 46, containLabel: true}, legend: chart.legend({}),
                yAxis: chart.axis({type: 'category', inverse: true, data: labels, axisLabel: {hideOverlap: false, interval: 0, fontSize: 11, width: 190, overflow: 'truncate'}, splitLine: {show: false}}),
                xAxis: chart.axis({type: 'value', name: 'GFLOP/s', nameGap: 28, min: 0}),
                tooltip: {formatter: point => chart.tip([labels[point.value[1]] ?? point.name, point.seriesName, text.digits(point.value[0]) + ' GFLOP/s'])},
                series: variants.flatMap((variant, k) => {
                    const own = all.filter(row => form(row) === variant && labels.includes(row.label) && !row.missing);
                    return [{name: variant, type: 'scatter', symbol: chart.symbol(k), symbolSize: 11, itemStyle: {color: chart.colour(k)}, data: own.map(row => ({value: [gigaflops(row), labels.indexOf(row.label)], row: row.id}))},
                        {name: variant, id: variant + ' forks', type: 'scatter', symbol: chart.symbol(k), symbolSize: 4, itemStyle: {color: chart.colour(k), opacity: 0.5}, tooltip: {show: false},
                            data: own.flatMap(row => row.times.map(ns => [2 * row.count / ns, labels.indexOf(row.label)]))}];
                })
            };
        };
        return {id: 'products', title: 'Products', build: place => listed(place, {run, name: 'products', get rows() { return all.filter(row => row.parameters.variant !== other()); }, columns, sort: '-ratio', isHidden: row => steps.withinNoise(steps.versus(row, other())), hiddenNote: steps.NOISE,
            caption: 'GFLOP/s of the products in the table, small dots are forks', tall: 22, option,
            controls: () => [steps.select('compared with', 'vs', others, usual)]})};
    }

    function roofs(run) {
        const all = run.rows.filter(row => row.section === 'roof');
        if (!all.length) return null;
        const rate = row => row.bytes > 0 ? row.bytes / steps.perUnit(row) : NaN;
        const columns = [
            {id: 'roof', head: 'roof', text: row => row.label, value: row => row.label},
            {id: 'size', head: 'size', number: true, text: row => row.bytes > 0 ? text.count(row.count) : '', value: row => row.bytes > 0 ? row.count : null},
            {id: 'form', head: 'form', text: row => [row.parameters.form, row.parameters.threads && row.parameters.threads + ' threads', row.jvm && '[' + row.jvm + ']'].filter(Boolean).join(' '), value: row => row.parameters.form || ''},
            {id: 'ns', head: 'ns/element', number: true, text: row => row.missing ? text.NONE : text.digits(steps.perUnit(row)), value: steps.perUnit},
            {id: 'gbs', head: 'GB/s', number: true, text: row => known(rate(row)) ? text.digits(rate(row)) : '', value: rate},
            {id: 'gflops', head: 'GFLOP/s', number: true, text: row => row.unit === 'multiply_add' ? text.digits(2 / steps.perUnit(row)) : '', value: row => row.unit === 'multiply_add' ? 2 / steps.perUnit(row) : null},
            {id: 'spread', head: 'spread', number: true, text: row => text.percent(row.spread), value: row => row.spread}
        ];
        /* Arithmetic alone. */
        const bars = rows => ({
            grid: {left: 8, right: 24, top: 20, bottom: 46, containLabel: true}, yAxis: chart.axis({type: 'category', inverse: true, data: rows.map(row => row.label)}), xAxis: chart.axis({type: 'value', name: 'nanoseconds an element', nameGap: 28}),
            series: [{name: 'ns/element', type: 'bar', barMaxWidth: 22, itemStyle: {color: chart.colour(0)}, data: rows.map(steps.perUnit)}]
        });
        const option = (rows, sel) => {
            const streams = all.filter(row => row.bytes > 0 && !row.missing), chosen = rows.find(row => row.id === sel && row.bytes > 0) || rows.find(row => row.bytes > 0);
            if (!chosen) return bars(rows);
            const name = row => [row.parameters.form, row.parameters.threads && row.parameters.threads + ' threads'].filter(Boolean).join(' ');
            const own = streams.filter(row => row.label === chosen.label), names = [...new Set(own.map(name))];
            return {
                grid: {left: 60, right: 18, top: 56, bottom: 46}, legend: chart.legend({}),
                xAxis: chart.axis({type: 'log', name: 'elements', nameGap: 28, axisLabel: {formatter: x => text.short(x)}}),
                yAxis: chart.logarithmic(own.flatMap(row => row.times.map(ns => row.bytes * row.count / ns)), {name: 'GB/s of ' + chosen.label, nameGap: 42, axisLabel: {formatter: x => text.short(x)}}),
                tooltip: {formatter: point => chart.tip([point.seriesName, text.count(point.value[0]) + ' elements: ' + text.digits(point.value[1]) + ' GB/s'])},
                series: names.flatMap((one, k) => {
                    const line = own.filter(row => name(row) === one).sort((a, b) => a.count - b.count);
                    return [{name: one, type: 'line', symbol: chart.symbol(k), symbolSize: 7, lineStyle: chart.style(k), itemStyle: {color: chart.colour(k)}, data: line.map(row => [row.count, rate(row)])},
                        {name: one, id: one + ' forks', type: 'scatter', symbolSize: 4, itemStyle: {color: chart.colour(k), opacity: 0.45}, data: line.flatMap(row => row.times.map(ns => [row.count, row.bytes * row.count / ns]))}];
                })
            };
        };
        return {id: 'roofs', title: 'Roofs', build: place => listed(place, {run, name: 'roofs', rows: all, columns: () => columns, sort: '-gbs', caption: 'What a stream of the memory reaches, by size: the one that is chosen, in all its forms', option})};
    }

    return {scenarios, products, roofs, listed, dots};
})();
