//! What the colours and patterns of the picture mean: of the states this run has, and no others.

use crate::site::words;
use crate::state::Lab;
use crate::text::Text;
use leptos::prelude::*;
use timeline::{STATES, State};

/// What the colours and patterns mean.
#[component]
pub(super) fn Legend(lab: Lab) -> impl IntoView {
    let text = words();
    let here = Memo::new(move |_| {
        let run = lab.current.get();
        run.track();
        run.trace(|trace| {
            let mut here = [false; STATES];
            for lane in trace.lanes() {
                let time = lane.time_between(0, trace.now());
                here.iter_mut().zip(time).for_each(|(here, time)| *here |= time > 0);
            }
            here
        })
    });
    let lost = Memo::new(move |_| lab.current.get().has_lost());
    let helped = Memo::new(move |_| {
        let run = lab.current.get();
        run.track();
        run.trace(|trace| trace.spread() > 1)
    });
    let entries = move || {
        let here = here.get();
        let states = LEGEND.iter().copied().filter(|state| here[*state as usize]);
        // Under the GIL, whoever could go on and does not run wants the GIL.
        let shown =
            |state| if state == State::Ready && lab.current.read().under_gil() { State::WantsBaton } else { state };
        let mut shown: Vec<State> = states.map(shown).collect();
        shown.dedup();
        let entry =
            |state| view! { <span data-state=format!("{state:?}")>{swatch(state)}{name(state, lab, text)}</span> };
        shown.into_iter().map(entry).collect_view()
    };
    view! {
        <div class="legend" data-testid="legend">
            {entries}
            {move || helped.get().then(|| view! { <span data-state="Helper"><i class="sw helper"></i>{text.legend_helper()}</span> })}
            {move || lost.get().then(|| view! { <span class="bad">"✕ "{text.legend_lost()}</span> })}
        </div>
    }
}

/// In this order.
const LEGEND: [State; STATES - 1] = [
    State::Running,
    State::Ready,
    State::WantsBaton,
    State::Waiting,
    State::Joining,
    State::Away,
    State::Blocking,
    State::Native,
    State::Halted,
    State::Starting,
    State::Pickling,
    State::Copying,
    State::Unpickling,
];

fn name(state: State, lab: Lab, text: &'static Text) -> &'static str {
    match state {
        // The picture leaves it out.
        State::Gone => "",
        State::Ready => text.state_ready(),
        State::Running => text.state_running(),
        State::WantsBaton if lab.current.read().under_gil() => text.state_gil(),
        State::WantsBaton => text.state_turn(),
        State::Waiting => text.state_lock(),
        State::Joining => text.state_join(),
        State::Away => text.state_away(),
        State::Native => text.state_native(),
        State::Halted => text.state_halted(),
        State::Blocking => text.state_blocking(),
        State::Pickling => text.state_pickling(),
        State::Copying => text.state_copying(),
        State::Unpickling => text.state_unpickling(),
        State::Starting => text.state_starting(),
    }
}

/// A piece of a lane in this state, as the picture has it.
fn swatch(state: State) -> AnyView {
    let plain = |class: &'static str| view! { <i class=format!("sw {class}")></i> }.into_any();
    let drawn = |class: &'static str, strokes: &'static str| {
        view! { <svg class=format!("sw {class}") viewBox="0 0 18 10" aria-hidden="true"><path d=strokes/></svg> }
            .into_any()
    };
    match state {
        State::Gone => ().into_any(),
        State::Ready => plain("ready"),
        State::Running => plain("run"),
        State::WantsBaton => plain("gil"),
        State::Waiting => plain("lock"),
        State::Joining => plain("join"),
        State::Away => plain("io"),
        State::Native => plain("native"),
        State::Halted => plain("halted"),
        State::Blocking => drawn("block", "M-1 0l12 12M5 0l12 12M11 0l12 12M-1 10L9 0M5 10L15 0M11 10L21 0"),
        State::Pickling => drawn("pickle", "M1 3l4 4l4-4l4 4l4-4"),
        State::Copying => drawn("pickle", "M2 1l4 4l-4 4M8 1l4 4l-4 4M13 1l4 4l-4 4"),
        State::Unpickling => drawn("pickle", "M3 0v10M9 0v10M15 0v10M0 2h18M0 8h18"),
        State::Starting => drawn("start", "M3 3h2M8 3h2M13 3h2M3 7h2M8 7h2M13 7h2"),
    }
}
