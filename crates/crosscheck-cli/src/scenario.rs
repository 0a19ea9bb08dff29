//! Reading a scenario, and saying where it is none.

use std::fmt;

use crosscheck::scenario::Scenario;

/// Why a text is no scenario.
#[derive(Debug)]
pub(crate) struct NoScenario {
    line: usize,
    pub(crate) column: usize,
    /// `steps[0].credentials`; empty for the whole.
    path: String,
    message: String,
}

/// Reads one scenario, in JSON.
pub(crate) fn read(text: &[u8]) -> Result<Scenario, NoScenario> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let scenario = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = Some(error.path().to_string()).filter(|path| path != ".");
        NoScenario::new(path.unwrap_or_default(), error.inner())
    })?;
    reader.end().map_err(|error| NoScenario::new(String::new(), &error))?;
    Ok(scenario)
}

impl NoScenario {
    fn new(path: String, error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        Self { line: error.line(), column: error.column(), path, message }
    }

    /// What is said where nothing else tells the place: the line and column, if not the path.
    pub(crate) fn with_place(&self) -> String {
        let Self { line, column, path, .. } = self;
        match path.as_str() {
            "" => format!("{self} at line {line} column {column}"),
            _ => self.to_string(),
        }
    }

    /// The member of the scenario in which the mistake is.
    pub(crate) fn member(&self) -> &'static str {
        let first = self.path.split(['.', '[']).next();
        ["id", "kind", "page", "steps", "server"]
            .into_iter()
            .find(|name| Some(*name) == first)
            .unwrap_or_default()
    }
}

impl fmt::Display for NoScenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a scenario: ")?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}
