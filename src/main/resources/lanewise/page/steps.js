/* Optimizer steps of one run: rows ranked by what they gain, and for the one that is chosen its optimizer's times by size. */
const steps = (() => {
    const {el, known} = text;
    const BEST = 'best other';
    const OWN = ['optimizer', 'variant', 'size'];

    const subject = row => row.parameters.optimizer || row.label;
    const nanoseconds = row => text.median(row.times || []);
    const perUnit = row => nanoseconds(row) / row.count;
    const extras = row => Object.entries(row.parameters).filter(([name]) => !OWN.includes(name)).map(([name, value]) => name + ' ' + value).join(', ');
    const seriesName = row => [row.parameters.variant, extras(row), row.jvm ? '[' + row.jvm + ']' : ''].filter(Boolean).join(' ');

    /* Its speed over what it is compared with: ratio, low, high, whether every round is on one side. */
    function versus(row, other) {
        const name = other === BEST ? row.best : other;
        return name && row.versus ? row.versus[name] : undefined;
    }

    const withinNoise = ratio => ratio && (known(ratio[1]) && known(ratio[2]) ? ratio[1] <= 1 && ratio[2] >= 1 : !ratio[3]);
    const NOISE = n => text.count(n) + (n === 1 ? ' row does not differ beyond its' : ' rows do not differ beyond their') + ' noise from what they are compared with';

    const QUANTITIES = {
        'M params/s': {of: (row, ns) => 1e3 * row.count / ns, name: 'million parameters a second', tip: x => text.digits(x) + ' M params/s'},
        'ns/param': {of: (row, ns) => ns / row.count, name: 'nanoseconds a parameter', tip: x => text.digits(x) + ' ns/param'},
        'GB/s': {of: (row, ns) => row.bytes * row.count / ns, name: 'GB/s that the update must move', tip: x => text.digits(x) + ' GB/s'}
    };

    const comparedWith = run => [BEST, ...run.variants, ...run.jvms.filter(Boolean).map(name => '[' + name + ']')];

    function select(label, key, options, usual, title) {
        return el('label', {title}, label + ' ', el('select', {'data-state': key, onchange: event => state.set({[key]: event.target.value === usual ? null : event.target.value})},
            options.map(option => el('option', {value: option, selected: option === state.oneOf(key, options, usual)}, option))));
    }

    function search() {
        return el('input', {type: 'search', 'data-state': 'q', placeholder: 'search, such as adam 10,000', 'aria-label': 'search', value: state.get('q'),
            oninput: event => state.set({q: event.target.value || null})});
    }

    const columns = other => [
        {id: 'optimizer', head: 'optimizer', text: row => [subject(row), extras(row), row.jvm ? '[' + row.jvm + ']' : ''].filter(Boolean).join(' '), value: subject},
        {id: 'size', head: 'size', number: true, text: row => text.count(row.count), value: row => row.count, title: 'parameters'},
        {id: 'variant', head: 'variant', text: row => row.parameters.variant || '', value: row => row.parameters.variant || ''},
        {id: 'ns', head: 'ns/param', number: true, text: row => row.missing ? text.NONE : text.digits(perUnit(row)), value: perUnit, title: 'median over forks; missing where no fork succeeded'},
        {id: 'ratio', head: 'speed over ' + (other === BEST ? 'best' : other), number: true, text: row => text.ratio((versus(row, other) || [])[0]), value: row => (versus(row, other) || [])[0],
            title: 'of this row over that of ' + other + ', from the ratios within rounds; above 1 this row is the faster one'},
        {id: 'low', head: '95 %', number: true, text: row => { const v = versus(row, other); return v ? text.range(v[1], v[2]) : text.NONE; }, value: row => (versus(row, other) || [])[1],
            title: 'the interval of that ratio; it takes six rounds'},
        {id: 'share', head: 'of roof', number: true, text: row => known(row.share) ? row.share.toFixed(2) + ' ' + row.bound + (row.share > 1.03 ? ' *' : '') : text.NONE, value: row => row.share,
            title: 'of what the machine can do: memory or compute, whichever binds', bar: row => row.share},
        {id: 'spread', head: 'spread', number: true, wide: true, text: row => text.percent(row.spread), value: row => row.spread, title: 'half of the forks lie within this of the median'},
        {id: 'gbs', head: 'GB/s', number: true, wide: true, text: row => row.missing ? text.NONE : text.digits(row.bytes / perUnit(row)), value: row => row.bytes / perUnit(row), title: 'bytes that the update must move'},
        {id: 'forks', head: 'forks', number: true, wide: true, text: row => String((row.times || []).length), value: row => (row.times || []).length}
    ];

    /* Lines of the optimizer that is chosen, one a variant, with a dot a fork. */
    function option(run, row, quantity) {
        const rows = run.rows.filter(one => one.section === row.section && subject(one) === subject(row) && one.times && one.times.length);
        const names = [...new Set(rows.map(seriesName))];
        const q = QUANTITIES[quantity];
        const series = [];
        const all = [];
        names.forEach((name, k) => {
            const own = rows.filter(one => seriesName(one) === name).sort((a, b) => a.count - b.count);
            const medians = own.map(one => ({value: [one.count, q.of(one, nanoseconds(one))], row: one.id}));
            const forks = own.flatMap(one => one.times.map((ns, n) => ({value: [one.count, q.of(one, ns)], row: one.id, round: one.rounds[n]})));
            all.push(...forks.map(point => point.value));
            series.push({name, type: 'line', data: medians, symbol: chart.symbol(k), symbolSize: 8, lineStyle: chart.style(k), itemStyle: {color: chart.colour(k)}, z: 4});
            series.push({name, id: name + ' forks', type: 'scatter', data: forks, symbol: chart.symbol(k), symbolSize: 5, itemStyle: {color: chart.colour(k), opacity: 0.45}, z: 3});
            const bounded = own.filter(one => one.interval);
            if (bounded.length) series.push({...chart.whiskers(name, k, bounded.map(one => [one.count, q.of(one, one.interval[0]), q.of(one, one.interval[1])])), name, z: 5});
        });
        const roof = rows.filter(one => known(one.share) && (rows.some(other => other.main) ? one.main : true)).sort((a, b) => a.count - b.count)
            .filter((one, k, sorted) => k === 0 || sorted[k - 1].count !== one.count)
            .map(one => ({value: [one.count, q.of(one, nanoseconds(one) * one.share)], row: one.id, bound: one.bound}));
        all.push(...roof.map(point => point.value));
        if (roof.length) {
            series.push({name: 'roof', type: 'line', data: roof, symbol: 'emptyCircle', symbolSize: 5, lineStyle: {color: chart.ink('--ink'), type: [8, 5], width: 1.5}, itemStyle: {color: chart.ink('--ink')}, z: 2});
        }
        const sizes = all.map(point => point[0]);
        const low = Math.min(...sizes), high = Math.max(...sizes);
        const cacheMarks = run.caches.map(cache => [cache.name, cache.bytes / rows[0].workingSet, cache.bytes]).filter(([, at]) => at > low && at < high);
        if (series.length && cacheMarks.length) {
            series[0].markLine = {silent: true, precision: 9, symbol: 'none', label: {color: chart.ink('--faint'), formatter: mark => mark.name, position: 'insideStartTop', fontSize: 11},
                lineStyle: {color: chart.ink('--faint'), type: 'dotted'}, data: cacheMarks.map(([name, at, bytes]) => ({xAxis: at, name: name + ' ' + text.bytes(bytes)}))};
        }
        const chosen = series.find(one => one.type === 'line' && one.data.some(point => point.row === row.id));
        if (chosen) {
            const point = chosen.data.find(one => one.row === row.id);
            chosen.markPoint = {silent: true, symbol: 'circle', symbolSize: 20, itemStyle: {color: 'transparent', borderColor: chart.ink('--ink'), borderWidth: 1.5}, label: {show: false}, data: [{coord: point.value, name: 'chosen'}]};
        }
        return {
            grid: {left: 62, right: 18, top: 56, bottom: 46}, legend: chart.legend({data: [...names, ...(roof.length ? ['roof'] : [])]}),
            xAxis: low === high ? chart.axis({type: 'log', name: 'parameters', nameGap: 28, min: low / 2, max: high * 2, axisLabel: {formatter: x => text.short(x)}})
                : chart.axis({type: 'log', name: 'parameters', nameGap: 28, min: low / 1.5, max: high * 1.5, axisLabel: {formatter: x => text.short(x), showMinLabel: false, showMaxLabel: false}}),
            yAxis: chart.logarithmic(all.map(point => point[1]), {name: q.name, nameGap: 44, axisLabel: {formatter: x => text.short(x)}}),
            tooltip: {formatter: point => chart.tip([point.seriesName, text.count(point.value[0]) + ' parameters: ' + q.tip(point.value[1]),
                point.data.bound ? 'bound by ' + point.data.bound : point.data.round ? 'the fork of round ' + point.data.round : 'median over forks'])},
            series
        };
    }

    /* Formula, source and the three spellings of the kernel; forks and failures. */
    function detail(run, row) {
        const work = run.works[row.work] || {};
        const kernels = Object.entries(work.kernels || {});
        const own = kernels.find(([variant]) => (row.parameters.variant || '').startsWith(variant)) || kernels[0];
        const shown = el('pre', {class: 'kernel'}, own ? own[1] : '');
        const tabs = kernels.map(([variant, code]) => el('button', {type: 'button', 'aria-pressed': own && variant === own[0] ? 'true' : 'false', onclick: event => {
            shown.textContent = code;
            tabs.forEach(tab => tab.setAttribute('aria-pressed', tab === event.target ? 'true' : 'false'));
        }}, variant));
        return el('div', {class: 'detail'},
            el('h3', {}, row.id),
            work.formula ? el('p', {}, el('code', {class: 'formula'}, work.formula), work.source ? ' ' + work.source : '') : null,
            row.missing ? el('p', {class: 'bad'}, row.missing) : null,
            ...(row.failures || []).map(failure => el('p', {class: 'bad'}, 'A fork failed: ' + failure)),
            row.times && row.times.length ? el('p', {}, 'A call takes ' + text.time(nanoseconds(row)) + '; by fork: ' + row.times.map((ns, k) => text.time(ns) + ' (round ' + row.rounds[k] + ')').join(', ') + '.') : null,
            kernels.length ? el('div', {class: 'kernels'}, el('div', {role: 'group', 'aria-label': 'spelling'}, tabs), shown,
                work.kernels && run.sourceNote ? el('p', {class: 'note'}, run.sourceNote) : null) : null);
    }

    function view(run) {
        const all = run.rows.filter(row => row.section === 'step');
        if (!all.length) return null;
        const mains = [...new Set(all.filter(row => row.main).map(row => row.parameters.variant))];
        const variants = ['all', ...run.variants.filter(variant => all.some(row => row.parameters.variant === variant))];
        const usualVariant = mains.length === 1 ? mains[0] : 'all';
        const sizes = ['all', ...[...new Set(all.map(row => row.count))].sort((a, b) => a - b).map(text.count)];
        const subjects = ['all', ...[...new Set(all.map(subject))]];
        const others = comparedWith(run);
        const compared = all.some(row => row.best);
        const usualOther = compared ? BEST : others.find(name => all.some(row => versus(row, name))) || BEST;
        return {id: 'steps', title: 'Steps', build(place) {
            const other = () => state.oneOf('vs', others, usualOther);
            const rows = () => {
                const variant = state.oneOf('variant', variants, usualVariant), size = state.oneOf('size', sizes), name = state.oneOf('optimizer', subjects);
                return all.filter(row => (variant === 'all' || row.parameters.variant === variant) && (size === 'all' || text.count(row.count) === size) && (name === 'all' || subject(row) === name));
            };
            const byId = id => all.find(row => row.id === id);
            const quantities = Object.keys(QUANTITIES);
            const controls = el('div', {class: 'controls'});
            const drawing = el('div', {class: 'chart'}), below = el('div', {class: 'below'});
            let listing, picture, chosen;
            const spec = {
                name: 'steps', rows, key: row => row.id, sort: '-ratio', get columns() { return columns(other()).filter(column => column.id !== 'variant' || state.oneOf('variant', variants, usualVariant) === 'all'); },
                isHidden: row => withinNoise(versus(row, other())), hiddenNote: NOISE, search: row => row.id + ' ' + row.count + ' ' + row.parameters.variant,
                choose: row => { state.set({sel: row.id}); }
            };
            function drawControls() {
                text.refill(controls, search(), select('variant', 'variant', variants, usualVariant), select('optimizer', 'optimizer', subjects, 'all'), select('size', 'size', sizes, 'all'),
                    select('compared with', 'vs', others, usualOther, 'what a speed is divided by'), select('axis', 'y', quantities, quantities[0]));
            }
            function show() {
                const picked = byId(state.get('sel'));
                const row = (picked && rows().includes(picked) && picked) || (listing && listing.shown()[0]) || rows()[0] || all[0];
                if (chosen !== row || !picture) {
                    chosen = row;
                    below.replaceChildren(detail(run, row));
                    drawing.previousElementSibling.textContent = subject(row) + ': by size, every fork a dot, the median a line with its 95 % interval, the roof dashed';
                }
                const quantity = state.oneOf('y', quantities);
                if (picture) picture.remove();
                drawing.hidden = !row.times || !run.rows.some(one => subject(one) === subject(row) && one.times && one.times.length);
                picture = drawing.hidden ? null : chart.draw(drawing, subject(row) + ' by number of parameters', () => option(run, row, quantity));
            }
            listing = table.make(spec);
            const panel = el('div', {class: 'panel'}, el('p', {class: 'caption'}), drawing, below);
            place.append(controls, el('div', {class: 'split'}, listing.element, panel));
            drawControls();
            show();
            listing.setChosen(chosen && chosen.id);
            listing.draw();
            return {update(keys) {
                drawControls();
                if (keys.some(key => ['q', 'sort', 'all', 'variant', 'optimizer', 'size', 'vs'].includes(key))) { listing.setChosen(state.get('sel') || listing.shown()[0]?.id); listing.draw(); }
                if (keys.some(key => ['sel', 'y', 'variant', 'optimizer', 'size', 'vs', 'q', 'sort'].includes(key))) show();
            }, remove() { if (picture) picture.remove(); }};
        }};
    }

    return {view, subject, nanoseconds, perUnit, versus, withinNoise, extras, seriesName, select, search, comparedWith, detail, BEST, NOISE};
})();
