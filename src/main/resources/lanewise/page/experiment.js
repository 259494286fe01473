/* An experiment: curves with the values that were published, and histograms. */
const experiment = (() => {
    const {el, known} = text;
    const last = curve => curve.y[curve.y.length - 1];

    function curvesOption(model, curves) {
        const published = model.published || [];
        const values = [...curves.flatMap(curve => curve.y), ...published.map(one => one.value)].filter(known);
        const low = Math.min(...values), high = Math.max(...values), pad = (high - low || 1) * 0.06;
        const y = {name: model.yName, nameGap: 50, axisLabel: {formatter: x => text.short(Number(x.toPrecision(6)))}};
        return {
            grid: {left: 68, right: 24, top: 56, bottom: 46}, legend: chart.legend({data: curves.map(curve => curve.name)}),
            xAxis: chart.axis({type: 'value', name: model.xName, nameGap: 28, max: 'dataMax'}),
            yAxis: model.yLog ? chart.logarithmic(values, y) : chart.axis({type: 'value', ...y, min: low - pad, max: high + pad, axisLabel: {formatter: x => text.digits(x), showMinLabel: false, showMaxLabel: false}}),
            tooltip: {formatter: point => chart.tip([point.seriesName, model.xName + ' ' + text.count(point.value[0]), model.yName + ' ' + text.digits(point.value[1], 4)])},
            series: curves.map((curve, k) => ({name: curve.name, type: 'line', symbol: chart.symbol(k), symbolSize: 6, showSymbol: curve.x.length <= 60, lineStyle: chart.style(k), itemStyle: {color: chart.colour(k)}, data: curve.x.map((x, n) => [x, curve.y[n]]),
                ...(k === 0 && published.length ? {markLine: {silent: true, precision: 9, symbol: 'none', lineStyle: {color: chart.ink('--ink'), type: 'dashed'}, label: {position: 'insideEndTop', color: chart.ink('--ink'), formatter: mark => mark.name}, data: published.map(one => ({yAxis: one.value, name: one.name}))}} : {})}))
        };
    }

    function histogramOption(histogram) {
        return {
            grid: {left: 64, right: 20, top: 20, bottom: 46},
            xAxis: chart.axis({type: 'category', name: histogram.xName, nameGap: 28, data: histogram.counts.map((_, k) => text.digits(histogram.edges[k]))}),
            yAxis: chart.axis({type: 'value', name: 'count', nameGap: 46}), tooltip: {formatter: point => chart.tip([text.digits(histogram.edges[point.dataIndex]) + ' to ' + text.digits(histogram.edges[point.dataIndex + 1]), text.count(point.value)])},
            series: [{name: histogram.name, type: 'bar', barCategoryGap: '4%', itemStyle: {color: chart.colour(0)}, data: histogram.counts}]
        };
    }

    function views(model) {
        const curves = model.curves || [], histograms = model.histograms || [];
        const columns = [
            {id: 'curve', head: 'curve', text: curve => curve.name, value: curve => curve.name},
            {id: 'points', head: 'points', number: true, text: curve => text.count(curve.x.length), value: curve => curve.x.length},
            {id: 'last', head: 'last', number: true, text: curve => text.digits(last(curve), 4), value: last},
            {id: 'least', head: 'least', number: true, text: curve => text.digits(Math.min(...curve.y.filter(known)), 4), value: curve => Math.min(...curve.y.filter(known))},
            {id: 'most', head: 'most', number: true, text: curve => text.digits(Math.max(...curve.y.filter(known)), 4), value: curve => Math.max(...curve.y.filter(known))}
        ];
        return [{id: 'curves', title: 'Curves', build(place) {
            const controls = el('div', {class: 'controls'}, steps.search()), drawing = el('div', {class: 'chart'}), panel = el('div', {class: 'panel'}, drawing);
            let pictures = [];
            const listing = table.make({name: 'curves', rows: () => curves, key: curve => curve.name, columns, sort: 'curve', chosen: state.get('sel'), choose: curve => state.set({sel: curve.name}), empty: 'There is no curve.'});
            function show() {
                pictures.forEach(one => one.remove());
                const shown = listing.shown();
                drawing.hidden = !shown.length;
                pictures = shown.length ? [chart.draw(drawing, model.title, () => curvesOption(model, shown.slice(0, 7)))] : [];
                panel.querySelectorAll('.histogram').forEach(one => one.remove());
                histograms.forEach(histogram => {
                    const own = el('div', {class: 'chart low'});
                    panel.append(el('div', {class: 'histogram'}, el('p', {class: 'caption'}, histogram.name), own));
                    pictures.push(chart.draw(own, histogram.name, () => histogramOption(histogram)));
                });
            }
            panel.append(...(model.published || []).map(one => el('p', {class: 'note'}, 'Published: ' + one.name + ', ' + text.digits(one.value, 4) + (one.source ? ', ' + one.source : ''))));
            place.append(controls, el('div', {class: 'split'}, listing.element, panel));
            show();
            return {update() { listing.draw(); show(); }, remove() { pictures.forEach(one => one.remove()); }};
        }}];
    }

    return {views};
})();
