//! Links that were given away stay good: each of these was copied from a page when a scenario was still a
//! Rust value, and means today what it meant then. A new scenario needs no line here.

use model::{Code, Link, machine_params};
use scenarios::content::meta;

/// A scenario, and a link to it of version 1 as the page wrote it.
const LINKS: &[(&str, &str)] = &[
    ("lost-update", "v=1&mode=free&clock=measured&workers=2&increments=10000&between=nothing&locked=false"),
    (
        "lost-update",
        "v=1&mode=gil&clock=modelled&seed=7&workers=8&increments=100000&between=sleep&locked=true&interval=500\
         &granularity=every-operation&cores=64&schedule=1-0*4.1.0*2",
    ),
    ("gil-cpu", "v=1&mode=sequential&clock=measured&tasks=4&work=10"),
    ("gil-native", "v=1&mode=gil&clock=modelled&seed=1&tasks=8&work=1000&code=native&library=7"),
    ("deadlock", "v=1&mode=free&clock=modelled&seed=0&remedy=one-lock&transfers=100&pause=5000"),
    ("worker-pool", "v=1&mode=free&clock=measured&workers=8&items=200&bad=0&pause=20000&caught=true"),
    ("channels", "v=1&mode=event-loop&clock=measured&workers=8&items=200&capacity=100&reader=true"),
    (
        "blocked-loop",
        "v=1&mode=event-loop&clock=modelled&seed=4294967295&call=to-thread&block=20000&clients=20&beats=10",
    ),
    ("gil-convoy", "v=1&mode=gil&clock=measured&cpu=0&wakes=5&wait=100&native=true&interval=1"),
    ("pickle-cost", "v=1&mode=processes&clock=measured&size=32&passes=100&send=lambda"),
];

#[test]
fn a_link_of_version_1_opens_what_it_always_opened() {
    for (id, query) in LINKS {
        let link = Link::parse(meta(id), query).unwrap_or_else(|error| panic!("{id}?{query}: {error:?}"));
        // Every value is the one that was asked for.
        for piece in query.split('&') {
            let (key, value) = piece.split_once('=').expect("a key and its value");
            let specs = meta(id).params.iter().chain(machine_params().iter());
            if let Some(spec) = specs.into_iter().find(|spec| spec.id == key) {
                let found = link.params.get(key).or_else(|| link.machine.get(key)).expect("it is one of the two");
                assert_eq!(spec.format(found), value, "{id}?{query}: {key}");
            }
        }
        // Its steps are those of the only program there was then, and a copy of it says so.
        let copied = link.to_query().replace("&program=compiled", "");
        assert_eq!(copied, *query, "{id}");
        assert_eq!(link.program, link.schedule.as_ref().map(|_| Code::Compiled), "{id}");
    }
}
