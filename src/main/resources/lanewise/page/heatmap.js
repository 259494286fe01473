/* Optimizer by size: speed over a variant that the reader picks, or the share of the roof. A table of numbers with colours, so that it reads without them. */
const heatmap = (() => {
    const {el, known} = text;
    const SHARE = 'share of the roof';

    /* Blue is faster, orange slower; darker the further from 1. Of a share: darker the nearer to the roof. */
    function shade(value, isShare) {
        const strength = isShare ? Math.max(0, Math.min(1, value)) : Math.min(1, Math.abs(Math.log2(value)) / 3);
        const hue = isShare || value >= 1 ? 'var(--cold)' : 'var(--warm)';
        return `color-mix(in srgb, ${hue} ${Math.round(8 + 62 * strength)}%, var(--paper))`;
    }

    function view(run) {
        const all = run.rows.filter(row => row.section === 'step' && !row.missing);
        const allSizes = [...new Set(all.map(row => row.count))].sort((a, b) => a - b);
        const names = [...new Set(all.map(row => steps.subject(row) + (steps.extras(row) ? ' ' + steps.extras(row) : '') + (row.jvm ? ' [' + row.jvm + ']' : '')))];
        const nameOf = row => steps.subject(row) + (steps.extras(row) ? ' ' + steps.extras(row) : '') + (row.jvm ? ' [' + row.jvm + ']' : '');
        if (names.length < 2) return null;
        const variants = run.variants.filter(variant => all.some(row => row.parameters.variant === variant));
        const mains = variants.filter(variant => all.some(row => row.main && row.parameters.variant === variant));
        const usual = mains[0] || variants[0];
        const others = [...steps.comparedWith(run).filter(name => all.some(row => steps.versus(row, name))), SHARE];
        const usualOther = others.includes('SCALAR_NO_AUTOVEC') ? 'SCALAR_NO_AUTOVEC' : others[0];
        return {id: 'map', title: 'Heat map', build(place) {
            const controls = el('div', {class: 'controls'}), grid = el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'heat map'}), note = el('p', {class: 'note'});
            const tools = el('span', {class: 'tools'});
            function show() {
                const variant = state.oneOf('mapvariant', variants, usual), other = state.oneOf('mapvs', others, usualOther), isShare = other === SHARE;
                text.refill(controls, steps.select('speed of', 'mapvariant', variants, usual), steps.select('over', 'mapvs', others, usualOther));
                const value = row => isShare ? row.share : steps.versus(row, other)?.[0];
                const sizes = allSizes.filter(size => all.some(row => row.count === size && row.parameters.variant === variant && known(value(row))));
                const cells = names.map(name => sizes.map(size => all.find(row => nameOf(row) === name && row.count === size && row.parameters.variant === variant)));
                note.textContent = isShare ? variant + ': share of the roof that binds; 1 is all that the machine can do. A dash: not measured, or no roof.'
                    : variant + "'s speed over " + other + ', median estimate from the ratios within rounds; ~ marks what is within its noise. A dash: one of the two was not measured.';
                const columns = [{head: 'optimizer', value: line => line.name}, ...sizes.map((size, k) => ({head: text.count(size), value: line => line.values[k]}))];
                const lines = cells.map((line, n) => ({name: names[n], values: line.map(row => row ? value(row) : undefined)}));
                tools.replaceChildren(el('button', {type: 'button', onclick: event => text.copy(table.csv(columns, lines), event.target)}, 'copy CSV'),
                    el('button', {type: 'button', onclick: () => text.save('map.csv', 'text/csv', table.csv(columns, lines))}, 'CSV'),
                    el('button', {type: 'button', onclick: () => text.save('map.json', 'application/json', table.json(columns, lines))}, 'JSON'));
                grid.replaceChildren(el('table', {class: 'map'}, el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'optimizer'), sizes.map(size => el('th', {scope: 'col', class: 'number', title: text.count(size) + ' parameters'}, text.short(size))))),
                    el('tbody', {}, cells.map((line, n) => el('tr', {}, el('th', {scope: 'row'}, names[n]), line.map(row => {
                        const x = row ? value(row) : undefined;
                        if (!known(x)) return el('td', {class: 'number none', title: row ? 'nothing to compare it with was measured' : 'not measured'}, text.NONE);
                        const faint = !isShare && steps.withinNoise(steps.versus(row, other));
                        const cell = el('td', {class: 'number'}, el('button', {type: 'button', class: 'cell', title: row.id, onclick: () => state.set({view: 'steps', sel: row.id, variant: variant === usual ? null : variant, q: null, optimizer: null, size: null})}, (faint ? '~ ' : '') + text.ratio(x)));
                        cell.style.background = shade(x, isShare);
                        return cell;
                    }))))));
            }
            place.append(el('div', {class: 'bar-above'}, controls, tools), note, grid);
            show();
            return {update: show, remove() {}};
        }};
    }

    return {view};
})();
