//! What a live server answers, as a scenario: the verdict is then judged as any other.

use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use crosscheck_analysis::InputError;
use crosscheck_analysis::import::Imported;
use serde::Deserialize;

/// Which page asks what.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    page: String,
    step: Step,
}

/// Asks the server, within the bounds that [`crosscheck_probe::look`] keeps, and writes down what it said.
///
/// Out: heads of answers, never their bodies. Fails, with a hint, where no answer came, or where
/// more would have to be sent than a look.
pub(crate) async fn look(asked: Asked) -> Result<Imported, InputError> {
    let page = Origin::parse(&asked.page).map_err(|error| {
        let hint = "write an origin such as `https://app.example`, or `null`";
        InputError::at("page", error.to_string(), hint)
    })?;
    let answers = crosscheck_probe::look(&page, &asked.step)
        .await
        .map_err(|error| InputError::new(error.message, error.hint))?;
    Ok(Imported::live(page, asked.step, answers))
}
