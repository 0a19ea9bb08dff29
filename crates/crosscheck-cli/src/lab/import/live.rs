//! What a live server answers, as a scenario: the verdict is then judged as any other.

use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use serde::Deserialize;

use super::paste::Choice;
use super::paste::Imported;
use super::recorded::scenario;
use crate::check;
use crate::lab::judge::Objection;

/// Which page asks what.
#[derive(Debug, Deserialize)]
pub(in crate::lab) struct Asked {
    page: String,
    step: Step,
}

/// Asks the server, within the bounds that [`check::look`] keeps, and writes down what it said.
///
/// Out: heads of answers, never their bodies. Fails, with a hint, where no answer came, or where
/// more would have to be sent than a look.
pub(in crate::lab) async fn look(asked: Asked) -> Result<Imported, Objection> {
    let page = Origin::parse(&asked.page).map_err(|error| Objection {
        field: "page",
        error: error.to_string(),
        hint: "write an origin such as `https://app.example`, or `null`".into(),
    })?;
    let answers = check::look(&page, &asked.step).await?;
    let title = format!("{} {}", asked.step.method.as_deref().unwrap_or("GET"), asked.step.url);
    let scenario = scenario("live", asked.page, asked.step, answers);
    Ok(Imported::of("live", Choice::of(title, scenario)))
}
