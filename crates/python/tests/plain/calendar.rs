//! Dates, and `time.strftime`.

use crate::against::{Against, Dice};
use python::text::repr;
use python::text::strftime::{Moment, strftime};

#[test]
fn dates() {
    let mut dice = Dice::new(81);
    let mut against = Against::new("dates", "import time, calendar");
    let format = "%a %A %b %B %C %d %e %G %g %H %I %j %m %M %p %S %u %U %V %w %W %y %Y %% %c %D %x %F %r %R %T %X %h";
    let list = [0, -1, 951_782_400, 951_868_800, 1_709_164_800, 1_735_603_200, 1_767_225_599, 4_102_444_800];
    let rolled = (0..600).map(|_| dice.below(6_000_000_000) as i64 - 2_000_000_000);
    for seconds in list.into_iter().chain(rolled.collect::<Vec<_>>()) {
        let moment = Moment::from_seconds(seconds);
        against.case(
            format!("tuple(time.gmtime({seconds}))[:8]"),
            format!(
                "({}, {}, {}, {}, {}, {}, {}, {})",
                moment.year,
                moment.month,
                moment.day,
                moment.hour,
                moment.minute,
                moment.second,
                moment.weekday(),
                moment.year_day()
            ),
        );
        against.case(format!("calendar.timegm(time.gmtime({seconds}))"), moment.seconds().to_string());
        against.case(
            format!("time.strftime({}, time.gmtime({seconds}))", repr::text(format)),
            repr::text(&strftime(format, &moment, "UTC")),
        );
    }
    against.hold();
}
