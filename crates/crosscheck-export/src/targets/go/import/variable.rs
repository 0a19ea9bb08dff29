//! A record that has a name, and what is done to it below: `config.AllowOrigins = …`, `config.AddAllowHeaders(…)`.

use crate::import::At;
use crate::import::Code;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::Reader;

/// Fields, in the order in which they are set: the last of a name counts.
pub(super) type Fields = Vec<(String, Literal)>;

/// Adds what is done to a record after it was made. In: where its maker's name begins and where that ends.
pub(super) fn edit(
    fields: &mut Fields,
    (start, end): (At, At),
    code: &Code,
    reader: &mut Reader<'_>,
) {
    let Some(name) = name_before(code, start) else { return };
    let word = format!("{name}.");
    let mut last = end;
    let mut depth = 0_i32;
    for place in code.after(&word).into_iter().filter(|place| *place > end) {
        for byte in code.between(last, place).bytes() {
            depth += i32::from(byte == b'{') - i32::from(byte == b'}');
            // What has the name behind its function is another.
            if depth < 0 {
                return;
            }
        }
        last = place;
        let field = field_at(code, place);
        let behind = place + field.len();
        let added = ADDERS.iter().find(|(adder, _)| *adder == field);
        let (field, value, is_more) = match (added, code.assigned(behind)) {
            (Some((_, field)), _) => {
                let Some((arguments, _)) = code.arguments(behind) else { continue };
                let items = arguments.into_iter().map(|(_, item)| item).collect();
                let value = Literal { at: place, kind: LiteralKind::List(items) };
                ((*field).to_owned(), value, true)
            }
            (None, Some(value)) => match more(&value, &format!("{word}{field}")) {
                Some(value) => (field, value, true),
                None => (field, value, false),
            },
            (None, None) => continue,
        };
        if depth > 0 {
            reader.count();
            reader.miss(place, &field, "it is set under a condition, or in a function");
            continue;
        }
        let old = fields.iter_mut().rev().find(|(known, _)| *known == field);
        match old {
            Some((_, old)) if is_more => {
                let items = [items(old), items(&value)].concat();
                *old = Literal { at: old.at, kind: LiteralKind::List(items) };
            }
            Some((_, old)) => *old = value,
            None => fields.push((field, value)),
        }
    }
}

/// The variable that is given what is made at a place.
fn name_before(code: &Code, start: At) -> Option<String> {
    let before = code.between(start.saturating_sub(120), start);
    let before = before.trim_end().strip_suffix('=')?;
    let before = before.strip_suffix(':').unwrap_or(before).trim_end();
    let name = before.rsplit(|letter: char| !(letter.is_alphanumeric() || letter == '_')).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

fn field_at(code: &Code, place: At) -> String {
    let behind = code.between(place, place + 60);
    let is_end = |letter: char| !letter.is_ascii_alphanumeric();
    behind.split(is_end).next().unwrap_or_default().to_owned()
}

/// What `append(config.AllowHeaders, …)` adds.
fn more(value: &Literal, itself: &str) -> Option<Literal> {
    let LiteralKind::Call(name, arguments) = &value.kind else { return None };
    let (first, rest) = arguments.split_first()?;
    if name != "append" || first.1.shown() != itself {
        return None;
    }
    let items = rest.iter().map(|(_, item)| item.clone()).collect();
    Some(Literal { at: value.at, kind: LiteralKind::List(items) })
}

fn items(value: &Literal) -> Vec<Literal> {
    match &value.kind {
        LiteralKind::Table(fields) if fields.is_empty() => Vec::new(),
        _ => value.items().into_iter().cloned().collect(),
    }
}

/// Methods of gin's record that add to a list.
const ADDERS: [(&str, &str); 3] = [
    ("AddAllowMethods", "AllowMethods"),
    ("AddAllowHeaders", "AllowHeaders"),
    ("AddExposeHeaders", "ExposeHeaders"),
];
