/* Where a training step's time goes: forward, backward and update, and the same of single layers. */
const passes = (() => {
    const {el, known} = text;
    const PARTS = ['forward', 'backward', 'update'];

    function key(row, layers) {
        const p = row.parameters;
        return [p.network, layers ? p.layer + ' ' + row.label : '', 'batch ' + p.batch, p.variant + (row.jvm ? ' [' + row.jvm + ']' : '')];
    }

    /* A line for each network, batch and variant, and for each optimizer whose update was measured; an update is as long at any batch. */
    function minibatches(rows) {
        const time = row => row && !row.missing ? steps.nanoseconds(row) : NaN;
        const lines = [];
        const groups = new Map();
        rows.filter(row => row.unit !== 'parameter').forEach(row => {
            const id = key(row).join(' ');
            if (!groups.has(id)) groups.set(id, {row, forward: NaN, backward: NaN, step: NaN});
            if (['forward', 'backward', 'step'].includes(row.method)) groups.get(id)[row.method] = time(row);
            if (row.method === 'forward') groups.get(id).share = row.share;
        });
        for (const [id, group] of groups) {
            const updates = rows.filter(row => row.unit === 'parameter' && row.parameters.network === group.row.parameters.network && row.parameters.variant === group.row.parameters.variant && row.jvm === group.row.jvm);
            for (const update of updates.length ? updates : [null]) {
                const optimizer = update ? update.parameters.optimizer : '';
                lines.push({id: id + ' ' + optimizer, network: group.row.parameters.network, batch: Number(group.row.parameters.batch), variant: group.row.parameters.variant + (group.row.jvm ? ' [' + group.row.jvm + ']' : ''),
                    optimizer, forward: group.forward, backward: group.backward, update: time(update), step: optimizer === '' || optimizer === group.row.parameters.optimizer ? group.step : NaN});
            }
        }
        return lines;
    }

    function layers(rows) {
        const groups = new Map();
        rows.forEach(row => {
            const id = key(row, true).join(' ');
            if (!groups.has(id)) groups.set(id, {id, network: row.parameters.network, layer: Number(row.parameters.layer), label: row.parameters.layer + ' ' + row.label, batch: Number(row.parameters.batch), variant: row.parameters.variant + (row.jvm ? ' [' + row.jvm + ']' : ''), forward: NaN, backward: NaN, work: 0});
            const group = groups.get(id);
            if (!row.missing) {
                group[row.method] = steps.nanoseconds(row);
                group.work += row.count;
                if (known(row.share)) group[row.method + 'Share'] = row.share;
            }
        });
        return [...groups.values()];
    }

    const total = (line, parts) => parts.map(part => line[part]).filter(known).reduce((sum, x) => sum + x, 0);

    /* Times of one network only: those of others may be a thousand times as long. */
    function likeTheChosen(lines, sel, as) {
        const chosen = lines.find(line => line.id === sel) || lines[0];
        return as === 'shares' ? lines : lines.filter(line => line.network === chosen.network);
    }

    function option(lines, parts, name, asShares) {
        const data = (line, part) => known(line[part]) ? (asShares ? line[part] / total(line, parts) : line[part] / 1e6) : null;
        return {
            grid: {left: 8, right: 26, top: 40, bottom: 46, containLabel: true}, legend: chart.legend({data: parts}),
            yAxis: chart.axis({type: 'category', inverse: true, data: lines.map(name), axisLabel: {hideOverlap: false, interval: 0, width: 240, overflow: 'truncate', fontSize: 11}, splitLine: {show: false}}),
            xAxis: chart.axis({type: 'value', name: asShares ? 'share of what was measured' : 'milliseconds of ' + lines[0].network, nameGap: 28, min: 0, max: asShares ? 1 : undefined, splitNumber: asShares ? 4 : 5, axisLabel: {formatter: x => asShares ? Math.round(100 * x) + ' %' : text.short(x)}}),
            tooltip: {formatter: point => { const line = lines[point.dataIndex]; return chart.tip([name(line), ...parts.map(part => part + ': ' + text.time(line[part]) + (known(line[part]) ? ' (' + text.percent(line[part] / total(line, parts)) + ')' : ' (not measured)'))]); }},
            series: parts.map((part, k) => ({name: part, type: 'bar', stack: 'time', barMaxWidth: 22, itemStyle: {color: chart.colour(k), decal: {symbol: 'rect', symbolSize: [0, 0.5, 0.3][k], dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: [0, 0.8, -0.8][k], color: chart.ink('--paper')}}, data: lines.map(line => ({value: data(line, part), row: line.id}))}))
        };
    }

    const duration = (head, part) => ({id: part, head, inFiles: head + ' ns', number: true, text: line => text.time(line[part]), value: line => line[part]});

    function networkView(run) {
        const lines = minibatches(run.rows.filter(row => row.section === 'minibatch'));
        if (!lines.length) return null;
        const name = line => [line.network, line.batch, line.variant === 'SIMD' ? '' : line.variant, line.optimizer].filter(Boolean).join(' ');
        const columns = [
            {id: 'network', head: 'network', text: line => line.network, value: line => line.network},
            {id: 'batch', head: 'batch', number: true, text: line => text.count(line.batch), value: line => line.batch},
            {id: 'variant', head: 'variant', wide: true, text: line => line.variant, value: line => line.variant},
            {id: 'optimizer', head: 'update', text: line => line.optimizer || 'not measured', value: line => line.optimizer},
            duration('forward', 'forward'), duration('backward', 'backward'), duration('update', 'update'),
            {id: 'share', head: "update's part", number: true, text: line => known(line.update) ? text.percent(line.update / total(line, PARTS)) : text.NONE, value: line => line.update / total(line, PARTS), title: 'of forward, backward and update, each measured by itself', bar: line => line.update / total(line, PARTS)},
            duration('step', 'step'),
            {id: 'samples', head: 'samples/s', number: true, wide: true, text: line => text.digits(line.batch * 1e9 / (known(line.step) ? line.step : total(line, PARTS))), value: line => line.batch * 1e9 / (known(line.step) ? line.step : total(line, PARTS))}
        ];
        const shares = ['shares', 'time'];
        return {id: 'networks', title: 'Training step', build: place => ratios.listed(place, {name: 'training step', rows: lines, columns: () => columns, sort: 'network', tall: 26,
            caption: 'A training step by its parts, each measured by itself', controls: () => [steps.select('as', 'as', shares, 'shares')],
            option: (shown, sel) => option(likeTheChosen(shown, sel, state.oneOf('as', shares)), PARTS, name, state.oneOf('as', shares) === 'shares')})};
    }

    function layerView(run) {
        const lines = layers(run.rows.filter(row => row.section === 'layer'));
        if (!lines.length) return null;
        const both = ['forward', 'backward'];
        const name = line => line.network + ' ' + line.label;
        const columns = [
            {id: 'network', head: 'network', text: line => line.network, value: line => line.network},
            {id: 'layer', head: 'layer', text: line => line.label, value: line => line.layer},
            {id: 'batch', head: 'batch', number: true, text: line => text.count(line.batch), value: line => line.batch},
            {id: 'variant', head: 'variant', wide: true, text: line => line.variant, value: line => line.variant},
            duration('forward', 'forward'), duration('backward', 'backward'),
            {id: 'roof', head: 'of roof', number: true, wide: true, text: line => known(line.forwardShare) ? line.forwardShare.toFixed(2) + ', ' + (known(line.backwardShare) ? line.backwardShare.toFixed(2) : text.NONE) : text.NONE, value: line => line.forwardShare, title: 'forward, backward'}
        ];
        const shares = ['shares', 'time'];
        return {id: 'layers', title: 'Layers', build: place => ratios.listed(place, {name: 'layers', rows: lines, columns: () => columns, sort: 'layer', tall: 26, caption: 'Layers of a network, forward and backward pass',
            controls: () => [steps.select('as', 'as', shares, 'shares')], option: (shown, sel) => option(likeTheChosen(shown, sel, state.oneOf('as', shares)), both, name, state.oneOf('as', shares) === 'shares')})};
    }

    return {networkView, layerView};
})();
