/* The first screen's upper part: what, where, when, with what; what it says; what to doubt; the command that repeats it. */
const head = (() => {
    const {el} = text;

    /* The first few, and the others in a fold. */
    function few(items, tag, name, most = 3) {
        if (!items.length) return null;
        const list = some => el('ul', {class: tag}, some.map(one => el('li', {}, one)));
        if (items.length <= most + 1) return list(items);
        return el('div', {class: tag + '-all'}, list(items.slice(0, most)), text.fold((items.length - most) + ' more ' + name, list(items.slice(most))));
    }

    function command(line) {
        if (!line) return null;
        return el('div', {class: 'command'}, el('code', {}, line),
            el('button', {type: 'button', onclick: event => text.copy(line, event.target)}, 'copy'));
    }

    function facts(all) {
        return el('dl', {class: 'facts'}, Object.entries(all).filter(([, value]) => value).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
    }

    function themeButton() {
        const name = () => chart.isDark() ? 'light' : 'dark';
        const button = el('button', {type: 'button', class: 'theme', onclick: () => state.set({theme: name()})}, name());
        state.onChange(keys => { if (keys.includes('theme')) button.textContent = name(); });
        return button;
    }

    /* given: {title, line, findings, warnings, command, facts, howToRead} */
    function draw(given) {
        document.getElementById('head').replaceChildren(...[
            el('div', {class: 'title'}, el('h1', {}, given.title), themeButton()),
            given.line ? el('p', {class: 'line'}, given.line) : null,
            few(given.findings || [], 'findings', 'findings', 4),
            few(given.warnings || [], 'warnings', 'warnings', 2),
            command(given.command),
            el('div', {class: 'folds'},
                given.howToRead ? text.fold('How to read it', ...[].concat(given.howToRead).map(one => el('p', {}, one))) : null,
                given.facts ? text.fold(given.factsName || 'Machine', facts(given.facts)) : null,
                ...(given.folds || []))
        ].filter(Boolean));
    }

    return {draw, facts, command, few};
})();
