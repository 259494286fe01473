'use strict';

/* Numbers and names as people read them, and elements that hold text and nothing else. */
const text = (() => {
    const NONE = '–';
    const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

    /* Characters that command a direction or a line's end are shown by their numbers. */
    function clean(value) {
        if (typeof value === 'string') {
            if (!INVISIBLE.test(value)) return value;
            return Array.from(value.replace(/[\r\n\t]+/g, ' '), c => INVISIBLE.test(c)
                ? '\\u' + c.codePointAt(0).toString(16).padStart(4, '0') : c).join('');
        }
        if (Array.isArray(value)) return value.map(clean);
        if (value && typeof value === 'object') {
            return Object.fromEntries(Object.entries(value).map(([key, one]) => [clean(key), clean(one)]));
        }
        return value;
    }

    const known = x => typeof x === 'number' && Number.isFinite(x);

    /* Three significant digits, without an exponent, with commas. */
    function digits(x, n = 3) {
        if (!known(x)) return NONE;
        if (x === 0) return '0';
        const decimals = Math.max(0, Math.min(9, n - 1 - Math.floor(Math.log10(Math.abs(x)))));
        return x.toLocaleString('en-US', {minimumFractionDigits: decimals, maximumFractionDigits: decimals});
    }

    const count = x => known(x) ? x.toLocaleString('en-US') : NONE;

    /* 138,357,544 as 138M, for axes. */
    function short(x) {
        for (const [unit, name] of [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
            if (x >= unit) return Number((x / unit).toPrecision(3)) + name;
        }
        return String(Number(x.toPrecision(3)));
    }

    function time(ns) {
        if (!known(ns)) return NONE;
        for (const [unit, name] of [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs']]) {
            if (ns >= 0.9995 * unit) return digits(ns / unit) + ' ' + name;
        }
        return digits(ns) + ' ns';
    }

    const percent = x => known(x) ? (100 * x).toFixed(1) + ' %' : NONE;
    const ratio = x => known(x) ? (x < 0.1 ? digits(x, 2) : x.toFixed(2)) : NONE;

    function range(low, high) {
        return known(low) && known(high) ? ratio(low) + ' to ' + ratio(high) : NONE;
    }

    function bytes(x) {
        for (const [unit, name] of [[1 << 30, 'GiB'], [1 << 20, 'MiB'], [1024, 'KiB']]) {
            if (x >= unit) return Number((x / unit).toPrecision(3)) + ' ' + name;
        }
        return x + ' B';
    }

    function median(values) {
        const sorted = values.slice().sort((a, b) => a - b);
        const middle = sorted.length >> 1;
        return sorted.length === 0 ? NaN : sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /* An element. Its content is text or other elements, never HTML. */
    function el(tag, attributes, ...content) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes || {})) {
            if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
            else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
        }
        element.append(...content.flat().filter(one => one !== null && one !== undefined));
        return element;
    }

    function fold(summary, ...content) {
        return el('details', {}, el('summary', {}, summary), ...content);
    }

    /* New controls for old ones; the one with the focus keeps it, and a field that is being typed in stays. */
    function refill(place, ...controls) {
        const focused = place.contains(document.activeElement) ? document.activeElement.dataset.state : null;
        if (focused === 'q') return;
        place.replaceChildren(...controls);
        if (focused) place.querySelector(`[data-state="${focused}"]`)?.focus();
    }

    async function copy(what, button) {
        let done = false;
        try {
            await navigator.clipboard.writeText(what);
            done = true;
        } catch (refused) { // a page from disk may not use the clipboard everywhere
            const area = el('textarea', {}, what);
            document.body.append(area);
            area.select();
            done = document.execCommand('copy');
            area.remove();
        }
        const before = button.dataset.name || button.textContent;
        button.dataset.name = before;
        button.textContent = done ? 'copied' : 'not allowed here';
        setTimeout(() => { button.textContent = before; }, 1500);
    }

    function save(name, type, content) {
        const link = el('a', {download: name, href: URL.createObjectURL(new Blob([content], {type}))});
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }

    return {NONE, clean, known, digits, count, short, time, percent, ratio, range, bytes, median, el, fold, refill, copy, save};
})();
