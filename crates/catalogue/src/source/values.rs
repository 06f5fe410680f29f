//! Values of parameters, as a `scenario.toml` has them.

use super::Fault;
use model::{ParamKind, Params, Specs};
use toml::{Table, Value};

/// Values of some of the parameters, as people write them.
pub(super) fn values(specs: &Specs, place: &str, given: &Table) -> Result<Vec<(String, i64)>, Fault> {
    let mut params = Params::defaults(specs);
    let value = |(id, value): (&String, &Value)| {
        let place = format!("{place}.{id}");
        let spec = specs.iter().find(|spec| spec.id == *id).ok_or_else(|| Fault::Name(place.clone()))?;
        let wrong = |error| Fault::Value(place.clone(), error);
        let value = match (value, &spec.kind) {
            (Value::Integer(number), ParamKind::Int { .. } | ParamKind::Micros { .. }) => *number,
            (Value::Boolean(flag), ParamKind::Flag { .. }) => i64::from(*flag),
            (Value::String(word), ParamKind::Choice { .. }) => spec.parse(word).map_err(wrong)?,
            _ => return Err(Fault::Kind(place)),
        };
        params.set(id, value).map_err(wrong)?;
        Ok((id.clone(), value))
    };
    given.iter().map(value).collect()
}
