/* What the reader has chosen. It is in the page's address, so that a link shows what its sender saw; what is as it was at first is left out. */
const state = (() => {
    const listeners = [];
    let chosen = read();
    let own = false;

    function read() {
        const values = new Map();
        for (const [key, value] of new URLSearchParams(location.hash.replace(/^#/, ''))) values.set(key, value);
        return values;
    }

    function write() {
        const hash = new URLSearchParams([...chosen].sort(([a], [b]) => a < b ? -1 : 1)).toString();
        own = true;
        history.replaceState(null, '', hash ? '#' + hash : location.pathname + location.search);
        own = false;
    }

    function get(key, usual = '') {
        return chosen.has(key) ? chosen.get(key) : usual;
    }

    /* One of the options, or the usual one if the address says another thing. */
    function oneOf(key, options, usual = options[0]) {
        const value = get(key, usual);
        return options.includes(value) ? value : usual;
    }

    function set(changes) {
        for (const [key, value] of Object.entries(changes)) {
            if (value === null || value === undefined) chosen.delete(key);
            else chosen.set(key, String(value));
        }
        write();
        listeners.forEach(listener => listener(Object.keys(changes)));
    }

    function onChange(listener) {
        listeners.push(listener);
    }

    window.addEventListener('hashchange', () => {
        if (own || document.getElementById(location.hash.slice(1))) return; // a link within the page
        const before = chosen;
        chosen = read();
        const keys = [...new Set([...before.keys(), ...chosen.keys()])].filter(key => before.get(key) !== chosen.get(key));
        if (keys.length) listeners.forEach(listener => listener(keys));
    });

    return {get, oneOf, set, onChange};
})();
