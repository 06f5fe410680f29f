//! The parameters of the scenario and of the machine.

use crate::say;
use crate::site::words;
use crate::state::Lab;
use crate::text::{Text, with};
use crate::web;
use leptos::prelude::*;
use model::{Clock, Granularity, Link, LinkError, MachineParam, ParamKind, ParamSpec, Params, Preset, machine_params};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use words::{
    Lesson,
    number::{number, time},
};

/// Positions of a slider.
const POSITIONS: u32 = 1000;
/// From this ratio of most to least on, a slider multiplies rather than adds.
const WIDE: i64 = 1000;

/// The parameters.
#[component]
pub(super) fn ParamsCard(lab: Lab) -> impl IntoView {
    let text = words();
    let lesson = expect_context::<Arc<Lesson>>();
    let meta = lab.meta();
    let label = |preset: &Preset| lesson.preset(&preset.id).unwrap_or(&preset.id).to_string();
    let presets =
        meta.presets.iter().map(|preset| view! { <PresetChip lab preset=preset.clone() label=label(preset)/> });
    // What mends the program comes first.
    let is_cure = |spec: &ParamSpec| meta.cure.as_ref().is_some_and(|(id, _)| *id == spec.id);
    let specs = meta.params.iter();
    let fields = specs.clone().filter(|spec| is_cure(spec)).chain(specs.filter(|spec| !is_cure(spec)));
    let fields = fields.map(
        |spec| view! { <Field lab spec=spec.clone() words=Words::of(spec, &lesson, is_cure(spec)) machine=None/> },
    );
    let machine = machine_params().iter().zip(MachineParam::ALL);
    let machine = machine.map(|(spec, param)| {
        view! { <Field lab spec=spec.clone() words=Words::of_machine(param, text) machine=Some(param)/> }
    });
    let reset = move |_| {
        lab.edit(|link| {
            link.params = Params::defaults(&lab.meta().params);
            link.machine = Params::defaults(machine_params());
            link.seed = 1;
            link.schedule = None;
        });
    };
    view! {
        <section class="card" aria-labelledby="h-params">
            <h2 id="h-params">{text.parameters()}<span class="space"></span>
                <button type="button" class="plain" data-testid="reset" on:click=reset>{text.reset()}</button>
            </h2>
            <div class="chips" role="group" aria-label=text.presets()>{presets.collect_view()}</div>
            <div class="fields">{fields.collect_view()}</div>
            <details class="machine">
                <summary>{text.machine()}</summary>
                <div class="fields">{machine.collect_view()}<Seed lab/></div>
            </details>
        </section>
    }
}

#[component]
fn PresetChip(lab: Lab, preset: Preset, label: String) -> impl IntoView {
    let params = Params::preset(&lab.meta().params, &preset.values);
    let chosen = params.clone();
    let choose = move |_| lab.edit(|link| link.params = params.clone());
    view! {
        <button type="button" class="chip" data-testid=format!("preset-{}", preset.id)
            aria-pressed=move || (lab.link.read().params == chosen).to_string() on:click=choose>{label}</button>
    }
}

/// What a parameter is called, and its options.
#[derive(Clone)]
struct Words {
    label: String,
    help: Option<String>,
    options: Vec<String>,
    cure: bool,
}

impl Words {
    fn of(spec: &ParamSpec, lesson: &Lesson, cure: bool) -> Words {
        let is_flag = matches!(spec.kind, ParamKind::Flag { .. });
        let called = lesson.param(&spec.id).unwrap_or(&spec.id);
        let label = if cure && is_flag { lesson.cure().unwrap_or(called) } else { called };
        let option = |option: &str| lesson.option(&spec.id, option).unwrap_or(option).to_string();
        let options = match &spec.kind {
            ParamKind::Choice { options, .. } => options.iter().map(|word| option(word)).collect(),
            _ => Vec::new(),
        };
        Words { label: label.into(), help: lesson.help(&spec.id).map(Into::into), options, cure }
    }

    fn of_machine(param: MachineParam, text: &Text) -> Words {
        let (label, help) = match param {
            MachineParam::Interval => (text.interval(), Some(text.interval_help())),
            MachineParam::Granularity => (text.granularity(), Some(text.granularity_help())),
            MachineParam::Cores => (text.machine_cores(), None),
        };
        let option = |granularity| match granularity {
            Granularity::Calls => text.granularity_calls(),
            Granularity::EveryOperation => text.granularity_every(),
        };
        let options: &[Granularity] = if param == MachineParam::Granularity { &Granularity::ALL } else { &[] };
        let options = options.iter().map(|granularity| option(*granularity).into()).collect();
        Words { label: label.into(), help: help.map(Into::into), options, cure: false }
    }
}

/// One parameter: of the scenario, or this one of the machine.
#[component]
fn Field(lab: Lab, spec: ParamSpec, words: Words, machine: Option<MachineParam>) -> impl IntoView {
    let spec = StoredValue::new(spec);
    let value = Memo::new(move |_| {
        let link = lab.link.read();
        let params = if machine.is_some() { &link.machine } else { &link.params };
        spec.with_value(|spec| params.get(&spec.id).unwrap_or(spec.default()))
    });
    let set = move |value: i64| {
        lab.edit(|link: &mut Link| {
            let params = if machine.is_some() { &mut link.machine } else { &mut link.params };
            spec.with_value(|spec| params.set(&spec.id, value)).expect("a field gives only values in range");
        });
    };
    // Virtual cores are the modelled machine's alone.
    let idle = move || machine == Some(MachineParam::Cores) && lab.link.read().clock == Clock::Measured;
    let named = spec.with_value(|spec| spec.id.clone());
    let id = format!("field-{named}");
    let (testid, help_id) = (format!("param-{named}"), format!("help-{named}"));
    let help = words.help.clone().map(|help| view! { <p class="help" id=help_id.clone()>{help}</p> });
    let described = help.is_some().then_some(help_id);
    let label = words.label.clone();
    let field = match spec.with_value(|spec| spec.kind.clone()) {
        ParamKind::Flag { .. } => view! {
            <input type="checkbox" role="switch" id=id.clone() data-testid=testid aria-describedby=described
                prop:checked=move || value.get() != 0 on:change=move |event| set(i64::from(event_target_checked(&event)))/>
        }
        .into_any(),
        ParamKind::Choice { .. } => {
            let options = words.options.iter().enumerate().map(|(at, word)| {
                view! { <option value=at.to_string() selected=move || value.get() == at as i64>{word.clone()}</option> }
            });
            view! {
                <select id=id.clone() data-testid=testid aria-describedby=described
                    prop:value=move || value.get().to_string()
                    on:change=move |event| set(event_target_value(&event).parse().unwrap_or(0))>
                    {options.collect_view()}
                </select>
            }
            .into_any()
        }
        ParamKind::Int { .. } | ParamKind::Micros { .. } => {
            view! { <NumberField spec value set id=id.clone() testid described/> }.into_any()
        }
    };
    view! {
        <div class="f" class:cure=words.cure class:idle=idle>
            <label for=id>{label}</label>
            {field}
            {help}
        </div>
    }
}

/// A number, to be typed or slid.
#[component]
fn NumberField(
    spec: StoredValue<ParamSpec>,
    value: Memo<i64>,
    set: impl Fn(i64) + Copy + Send + 'static,
    id: String,
    testid: String,
    described: Option<String>,
) -> impl IntoView {
    let text = words();
    let is_time = spec.with_value(|spec| matches!(spec.kind, ParamKind::Micros { .. }));
    let wrong = RwSignal::new(None::<String>);
    // Another value, from a preset or a link, is none that was refused.
    Effect::new(move |_| {
        value.track();
        wrong.set(None);
    });
    let shown = move || number(value.get() as f64, text.lang);
    let wrong_id = format!("wrong-{id}");
    let described = format!("{wrong_id} {}", described.unwrap_or_default());
    let typed = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        match spec.with_value(|spec| read(spec, &input.value())) {
            Ok(value) => {
                wrong.set(None);
                set(value);
                input.set_value(&number(value as f64, text.lang));
            }
            Err(error) => wrong.set(Some(say::link_error(&error, text))),
        }
    };
    let slid = move |event| {
        wrong.set(None);
        let position = event_target_value(&event).parse().unwrap_or(0);
        set(spec.with_value(|spec| value_at(spec, position)));
    };
    let unit = move || {
        if is_time && value.get() >= 1000 {
            format!("µs = {}", time(value.get() as f64 * 1000.0, text.lang))
        } else {
            text.micros().into()
        }
    };
    view! {
        <span class="typed">
            <input type="text" inputmode="numeric" autocomplete="off" id=id.clone() data-testid=testid.clone()
                aria-describedby=described aria-invalid=move || wrong.get().is_some().then_some("true")
                prop:value=shown on:change=typed/>
            {is_time.then(|| view! { <span class="unit">{unit}</span> })}
        </span>
        <input type="range" min="0" max=POSITIONS step="1" tabindex="-1" aria-hidden="true"
            data-testid=format!("{testid}-slider")
            prop:value=move || spec.with_value(|spec| position_of(spec, value.get())).to_string() on:input=slid/>
        <p class="wrong" role="alert" id=wrong_id>{move || wrong.get()}</p>
    }
}

/// The seed of modelled runs, and the schedule where the link brought one.
#[component]
fn Seed(lab: Lab) -> impl IntoView {
    let text = words();
    let typed = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        if let Ok(seed) = read(&ParamSpec::int("seed", 0, u32::MAX.into(), 1), &input.value()) {
            lab.edit(|link| link.seed = u32::try_from(seed).unwrap_or(1));
        }
        input.set_value(&lab.link.read_untracked().seed.to_string());
    };
    let another = move |_| lab.edit(|link| link.seed = (js_sys::Math::random() * 1e6) as u32);
    let schedule = move || {
        let steps = lab.link.read().schedule.as_ref()?.len();
        let kept = with(text.schedule_kept(), &[("n", &number(steps as f64, text.lang))]);
        let drop = move |_| lab.edit(|link| link.schedule = None);
        Some(
            view! { <p class="help">{kept}" "<button type="button" class="plain" on:click=drop>{text.schedule_drop()}</button></p> },
        )
    };
    view! {
        <div class="f" class:idle=move || lab.link.read().clock == Clock::Measured>
            <label for="field-seed">{text.seed()}</label>
            <span class="typed">
                <input type="text" inputmode="numeric" autocomplete="off" id="field-seed" data-testid="param-seed"
                    prop:value=move || lab.link.read().seed.to_string() on:change=typed/>
                <button type="button" class="plain" title=text.another_seed() aria-label=text.another_seed() on:click=another>"⟳"</button>
            </span>
            {schedule}
        </div>
    }
}

/// What was typed, with whatever people put between groups of three digits. Anything else between
/// digits, such as a decimal point, is not taken away: it would make another number.
fn read(spec: &ParamSpec, typed: &str) -> Result<i64, LinkError> {
    let groups: Vec<&str> = typed.trim().split([',', '.', '_', ' ', '\u{a0}']).collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3);
    spec.parse(&if grouped { groups.concat() } else { typed.trim().to_owned() })
}

/// The field that holds something it refused, which the next run would not have.
pub(super) fn refused() -> Option<web_sys::HtmlElement> {
    // A text is read when it is run: what is known of it here may be of a moment ago.
    web::document().query_selector("input[aria-invalid=true]").ok().flatten()?.dyn_into().ok()
}

/// Whether the slider multiplies rather than adds.
fn is_wide(min: i64, max: i64) -> bool {
    min > 0 && max / min >= WIDE
}

fn position_of(spec: &ParamSpec, value: i64) -> u32 {
    let (min, max) = spec.range();
    let share = if is_wide(min, max) {
        let (mut share, mut half) = (0.0, 0.5);
        halve(min, max, |middle| {
            let above = value as f64 >= middle;
            share += if above { half } else { 0.0 };
            half /= 2.0;
            above
        });
        share
    } else {
        (value - min) as f64 / (max - min).max(1) as f64
    };
    (share * f64::from(POSITIONS)).round() as u32
}

fn value_at(spec: &ParamSpec, position: u32) -> i64 {
    let (min, max) = spec.range();
    let mut share = f64::from(position) / f64::from(POSITIONS);
    let value = if is_wide(min, max) {
        let value = halve(min, max, |_| {
            let above = share >= 0.5;
            share = share * 2.0 - if above { 1.0 } else { 0.0 };
            above
        });
        // Two digits are as many as a hand can mean.
        let mut digits = 1.0;
        while value >= digits * 100.0 {
            digits *= 10.0;
        }
        (value / digits).round() * digits
    } else {
        min as f64 + share * (max - min) as f64
    };
    (value.round() as i64).clamp(min, max)
}

/// Closes in on a value between these, which are above nothing: each time the part above the middle is taken or the one
/// below it. The middle is that of a slider that multiplies. Powers and logarithms would do it at once, and their
/// tables are a hundredth of the page.
fn halve(min: i64, max: i64, mut above: impl FnMut(f64) -> bool) -> f64 {
    let (mut low, mut high) = (min as f64, max as f64);
    for _ in 0..30 {
        let middle = (low * high).sqrt();
        if above(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slider_reaches_both_ends_and_comes_back_to_its_value() {
        for spec in [
            ParamSpec::int("few", 1, 8, 2),
            ParamSpec::int("many", 1, 100_000, 10_000),
            ParamSpec::int("below", -5, 5, 0),
        ] {
            let (min, max) = spec.range();
            assert_eq!((value_at(&spec, 0), value_at(&spec, POSITIONS)), (min, max));
            for value in [min, spec.default(), max] {
                assert_eq!(value_at(&spec, position_of(&spec, value)), value, "{}", spec.id);
            }
        }
        assert_eq!(value_at(&ParamSpec::int("many", 1, 100_000, 1), 500), 320);
    }

    #[test]
    fn numbers_may_be_typed_as_people_write_them() {
        let spec = ParamSpec::int("many", 1, 100_000, 1);
        for typed in ["10000", "10,000", "10.000", "10_000", " 10 000 "] {
            assert_eq!(read(&spec, typed), Ok(10_000), "{typed}");
        }
        // A decimal is no way to write another whole number.
        assert!(read(&spec, "1.5").is_err() && read(&spec, "12,5").is_err());
        assert!(read(&spec, "ten").is_err() && read(&spec, "").is_err() && read(&spec, "0").is_err());
    }
}
