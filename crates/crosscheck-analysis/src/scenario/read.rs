//! A scenario as somebody wrote it, or what is wrong with it and where.

use crosscheck::scenario::ReadError;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::read;

use crate::error::InputError;

/// Reads one scenario, in JSON.
///
/// Fails with everything that is wrong with it, each with its place: `steps[0].credentials`.
pub fn read_scenario(text: &[u8]) -> Result<Scenario, InputError> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let scenario = match read(&mut json) {
        Ok(scenario) => scenario,
        Err(ReadError::Scenario(errors)) => {
            let member = member(&errors.first().place);
            return Err(InputError::at(member, format!("not a scenario: {errors}"), HINT));
        }
        Err(error) => return Err(InputError::new(format!("not a scenario: {error}"), HINT)),
    };
    match json.end() {
        Ok(()) => Ok(scenario),
        Err(error) => Err(InputError::new(format!("not a scenario: {error}"), HINT)),
    }
}

/// The member of the scenario that a place is in.
fn member(place: &str) -> &'static str {
    let first = place.split(['.', '[']).next();
    let members = ["id", "kind", "page", "steps", "server"];
    members.into_iter().find(|name| Some(*name) == first).unwrap_or_default()
}

const HINT: &str = "write one as for `crosscheck simulate`";
