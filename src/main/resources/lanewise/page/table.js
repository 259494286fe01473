/* A ranked table: sorted, searched and cut; a row that is chosen drives what is beside it. */
const table = (() => {
    const {el} = text;
    const FIRST = 60;
    let number = 0;

    function matches(row, words, spec) {
        if (words.length === 0) return true;
        if (row._search === undefined || row._columns !== spec.columns.length) {
            row._search = spec.columns.map(column => column.text(row)).join(' ').toLowerCase() + ' ' + (spec.search ? spec.search(row).toLowerCase() : '');
            row._columns = spec.columns.length;
        }
        return words.every(word => row._search.includes(word));
    }

    /* What is missing is last, whichever way. */
    function compare(a, b, up) {
        const missingA = a === null || a === undefined || Number.isNaN(a);
        const missingB = b === null || b === undefined || Number.isNaN(b);
        if (missingA || missingB) return missingA - missingB;
        const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', {numeric: true});
        return up ? order : -order;
    }

    const nameInFiles = column => column.inFiles || column.head + (column.unit ? ' ' + column.unit : '');

    /* A long name breaks behind an underscore, where there is no room for it. */
    const breakable = name => name.split(/(?<=_)/).flatMap((part, k) => k ? [el('wbr'), part] : [part]);

    function csv(columns, rows) {
        const quoted = value => {
            const plain = value === null || value === undefined || Number.isNaN(value) ? '' : String(value);
            const safe = /^[=+\-@\t\r]/.test(plain) && Number.isNaN(Number(plain)) ? "'" + plain : plain; // no formula of a spreadsheet
            return /[",\n\r]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
        };
        return [columns.map(column => quoted(nameInFiles(column))),
            ...rows.map(row => columns.map(column => quoted(column.value(row))))].map(cells => cells.join(',')).join('\n') + '\n';
    }

    function json(columns, rows) {
        return JSON.stringify(rows.map(row => Object.fromEntries(columns.map(column => {
            const value = column.value(row);
            return [nameInFiles(column), value === undefined || Number.isNaN(value) ? null : value];
        }))), null, 1) + '\n';
    }

    /*
     * spec: name       of the files that are saved
     *       columns    {id, head, unit, title, text(row), value(row), number, wide}: wide ones are left out where there is no room
     *       rows       all of them
     *       key        of a row, unique
     *       sort       the usual one, such as '-ratio'
     *       isHidden   a row that says nothing; they are counted
     *       hiddenNote of so many: why
     *       choose     is told the row that is chosen
     *       chosen     the key of the one that is chosen at first
     */
    function make(spec) {
        const id = 't' + ++number;
        let shown = [];
        let limit = FIRST;
        const body = el('tbody');
        const headRow = el('tr');
        const more = el('button', {type: 'button', class: 'more', onclick: () => { limit = Infinity; draw(); }});
        const note = el('p', {class: 'note', 'aria-live': 'polite'});
        const grid = el('table', {id, class: 'ranked'}, el('caption', {class: 'unseen'}, spec.name), el('thead', {}, headRow), body);
        const tools = el('span', {class: 'tools'},
            el('button', {type: 'button', title: 'what is shown, as CSV', onclick: event => text.copy(csv(spec.columns, shown), event.target)}, 'copy CSV'),
            el('button', {type: 'button', title: 'what is shown, as a file', onclick: () => text.save(spec.name + '.csv', 'text/csv', csv(spec.columns, shown))}, 'CSV'),
            el('button', {type: 'button', title: 'what is shown, as a file', onclick: () => text.save(spec.name + '.json', 'application/json', json(spec.columns, shown))}, 'JSON'));

        function sorting() {
            const sort = state.get('sort', spec.sort);
            const column = spec.columns.find(one => one.id === sort.replace(/^-/, ''));
            return column ? {column, up: !sort.startsWith('-')} : {column: spec.columns.find(one => one.id === spec.sort.replace(/^-/, '')) || spec.columns[0], up: !spec.sort.startsWith('-')};
        }

        function head() {
            const {column: sorted, up} = sorting();
            headRow.replaceChildren(...spec.columns.map(column => el('th', {
                scope: 'col', class: (column.number ? 'number ' : '') + (column.wide ? 'wide' : ''),
                'aria-sort': column === sorted ? (up ? 'ascending' : 'descending') : null, title: column.title
            }, el('button', {
                type: 'button', 'data-column': column.id,
                onclick: () => {
                    const now = column === sorted ? (up ? '-' : '') : (column.number ? '-' : '');
                    state.set({sort: now + column.id});
                    headRow.querySelector(`[data-column="${column.id}"]`).focus();
                }
            }, column.head, column.unit ? el('small', {}, ' ' + column.unit) : null,
            el('span', {class: 'arrow', 'aria-hidden': 'true'}, column === sorted ? (up ? ' ▲' : ' ▼') : '')))));
        }

        function line(row) {
            const key = spec.key(row);
            const element = el('tr', {tabindex: -1, 'data-key': key, 'aria-selected': key === spec.chosen ? 'true' : 'false',
                class: spec.isHidden && spec.isHidden(row) ? 'faint' : null},
                spec.columns.map(column => {
                    const cell = el('td', {class: (column.number ? 'number ' : '') + (column.wide ? 'wide ' : '') + (column.mark ? column.mark(row) || '' : '')}, breakable(column.text(row)));
                    if (column.bar) {
                        const share = column.bar(row);
                        if (text.known(share)) cell.style.setProperty('--bar', Math.max(0, Math.min(1, share)) * 100 + '%');
                        cell.classList.add('bar');
                    }
                    return cell;
                }));
            return element;
        }

        function draw() {
            const words = state.get('q').toLowerCase().split(/\s+/).filter(Boolean);
            const found = spec.rows().filter(row => matches(row, words, spec));
            const {column, up} = sorting();
            const all = state.get('all') === '1' || !spec.isHidden;
            const kept = all ? found : found.filter(row => !spec.isHidden(row) || spec.key(row) === spec.chosen);
            const hidden = found.length - kept.length;
            shown = kept.map((row, k) => [column.value(row), k, row]).sort((a, b) => compare(a[0], b[0], up) || a[1] - b[1]).map(one => one[2]);
            head();
            body.replaceChildren(...shown.slice(0, limit).map(line));
            const first = body.querySelector('[aria-selected=true]') || body.firstElementChild;
            if (first) first.tabIndex = 0;
            more.hidden = shown.length <= limit;
            more.textContent = 'show all ' + text.count(shown.length);
            const total = spec.rows().length;
            note.replaceChildren(text.count(shown.length) + (shown.length === total ? (total === 1 ? ' row' : ' rows') : ' of ' + text.count(total) + ' rows'));
            const within = spec.isHidden ? found.filter(spec.isHidden).length : 0;
            if (within) {
                note.append('; ' + (hidden ? '' : 'shown: ') + spec.hiddenNote(hidden || within) + ' ', el('button', {
                    type: 'button', class: 'link', 'data-all': '1', onclick: () => state.set({all: all ? null : '1'})
                }, all ? 'hide' : 'show'));
            }
            if (shown.length === 0) body.append(el('tr', {}, el('td', {colspan: spec.columns.length}, words.length ? 'No row has these words.' : spec.empty || 'There is no row.')));
        }

        function choose(element, focus) {
            const row = shown.find(one => spec.key(one) === element.dataset.key);
            if (!row) return;
            body.querySelectorAll('[aria-selected=true]').forEach(one => { one.setAttribute('aria-selected', 'false'); one.tabIndex = -1; });
            element.setAttribute('aria-selected', 'true');
            element.tabIndex = 0;
            if (focus) element.focus();
            spec.chosen = element.dataset.key;
            spec.choose(row);
        }

        body.addEventListener('click', event => {
            const element = event.target.closest('tr[data-key]');
            if (element) choose(element, false);
        });
        body.addEventListener('keydown', event => {
            const element = event.target.closest('tr[data-key]');
            const next = {ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling'}[event.key];
            if (!element || (!next && event.key !== 'Enter' && event.key !== ' ')) return;
            event.preventDefault();
            const other = next ? element[next] : element;
            if (other && other.dataset.key) choose(other, true);
        });
        draw();
        return {
            element: el('div', {class: 'listing'}, el('div', {class: 'bar-above'}, note, tools), el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': spec.name}, grid), more),
            draw, shown: () => shown,
            setChosen(key) { spec.chosen = key; }
        };
    }

    return {make, csv, json};
})();
