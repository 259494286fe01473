/* Reads the model, draws the head, and shows one view at a time. */
(() => {
    const {el} = text;
    const model = text.clean(JSON.parse(document.getElementById('model').textContent));

    /* What the model leaves out because it is empty. */
    function complete(run) {
        for (const key of ['findings', 'warnings', 'caches', 'works', 'variants', 'rows']) run[key] ||= [];
        if (!run.jvms || !run.jvms.length) run.jvms = [''];
        for (const row of run.rows) {
            row.jvm ||= '';
            row.label ||= '';
            row.parameters ||= {};
            for (const key of ['times', 'failures']) row[key] ||= [];
            row.rounds ||= row.times.map((_, k) => k + 1);
            row.versus ||= {};
            row.share ??= NaN;
            row.spread ??= NaN;
        }
        return run;
    }

    function runHead(run) {
        return {title: 'Lanewise, profile ' + run.profile, line: run.facts.Machine + (run.started ? '; ' + run.started.replace('T', ' ').replace(/\.\d+Z|Z$/, ' UTC') : ''),
            findings: run.findings, warnings: run.warnings, command: run.command, facts: run.facts, howToRead: run.howToRead};
    }

    function runsHead(runs) {
        const names = overlay.labels(runs);
        return {title: 'Lanewise, ' + runs.length + ' runs', line: names.map((name, k) => '(' + (k + 1) + ') ' + name).join(' · '), warnings: overlay.differences(runs), howToRead: runs[0].howToRead,
            folds: runs.map((run, k) => text.fold('(' + (k + 1) + ') ' + names[k], head.command(run.command), head.facts({Run: run.name, Profile: run.profile, ...run.facts}), head.few([...run.findings, ...run.warnings], 'warnings', 'sentences')))};
    }

    const viewsOf = run => [steps.view, heatmap.view, ratios.scenarios, passes.networkView, passes.layerView, ratios.products, latency.view, ratios.roofs].map(make => make(run)).filter(Boolean);

    const KINDS = {
        runs() {
            model.runs.forEach(complete);
            if (model.runs.length === 1) {
                head.draw(runHead(model.runs[0]));
                return viewsOf(model.runs[0]);
            }
            head.draw(runsHead(model.runs));
            return [overlay.view(model.runs), ...model.runs.flatMap((run, k) => viewsOf(run).map(view => ({...view, id: view.id + k, title: '(' + (k + 1) + ') ' + view.title})))];
        },
        comparison() {
            model.rows ||= [];
            head.draw({title: model.headline, line: model.title, findings: model.findings, warnings: model.remarks, command: model.command, facts: model.facts, howToRead: model.howToRead});
            return comparison.views(model);
        },
        history() {
            model.series ||= [];
            model.changes ||= [];
            head.draw({title: model.title, findings: model.findings, facts: model.facts, factsName: 'Runs', howToRead: model.howToRead});
            return chronicle.views(model);
        },
        experiment() {
            head.draw({title: model.title, line: model.line, findings: model.findings, warnings: model.warnings, command: model.command, facts: model.facts, factsName: 'Facts', howToRead: model.howToRead});
            return experiment.views(model);
        }
    };

    function theme() {
        const dark = matchMedia('(prefers-color-scheme: dark)');
        const apply = () => {
            const wanted = state.oneOf('theme', ['', 'light', 'dark']);
            document.documentElement.dataset.theme = wanted || (dark.matches ? 'dark' : 'light');
        };
        apply();
        dark.addEventListener('change', () => { apply(); chart.redrawAll(); });
        state.onChange(keys => { if (keys.includes('theme')) { apply(); chart.redrawAll(); } });
    }

    theme();
    const views = KINDS[model.kind]();
    const main = document.getElementById('main'), place = el('div', {class: 'view', role: 'tabpanel'});
    let current, shown;

    const tabs = views.map(view => el('button', {type: 'button', role: 'tab', 'data-view': view.id, onclick: () => state.set({view: view.id === views[0].id ? null : view.id, sel: null, sort: null, q: null, all: null})}, view.title));
    const nav = el('div', {class: 'tabs', role: 'tablist', onkeydown: event => {
        const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
        if (!step) return;
        const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
        next.focus();
        next.click();
    }}, tabs);

    function show() {
        const wanted = views.find(view => view.id === state.get('view')) || views[0];
        if (shown === wanted) return false;
        if (current) current.remove();
        place.replaceChildren();
        shown = wanted;
        tabs.forEach((tab, k) => { tab.setAttribute('aria-selected', views[k] === wanted ? 'true' : 'false'); tab.tabIndex = views[k] === wanted ? 0 : -1; });
        place.className = 'view view-' + wanted.id;
        current = wanted.build(place);
        return true;
    }

    if (!views.length) {
        main.append(el('p', {}, 'There is nothing to draw: no row was measured.'));
    } else {
        if (views.length > 1) main.append(nav);
        main.append(place);
        show();
        state.onChange(keys => { if (!show()) current.update(keys); });
    }
    document.getElementById('foot').append('Made by Lanewise. Charts: Apache ECharts ' + echarts.version + '. This page loads nothing.');
    window.lanewise = {model, charts: () => [...chart.drawn].map(one => one.instance), milliseconds: performance.now()};
})();
