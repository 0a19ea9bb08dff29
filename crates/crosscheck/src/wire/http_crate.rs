//! Header lists as the crate `http` has them, version 1.

use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;

use super::header::HeaderList;

/// Lines in the order of the map, which keeps those of one name together.
impl From<&HeaderMap> for HeaderList {
    fn from(headers: &HeaderMap) -> Self {
        headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect()
    }
}

/// Fails on what is no name, and on values with bytes that `http` refuses: some that browsers let pass.
impl TryFrom<&HeaderList> for HeaderMap {
    type Error = http::Error;

    fn try_from(headers: &HeaderList) -> Result<Self, http::Error> {
        let mut map = Self::with_capacity(headers.len());
        for (name, value) in headers.iter() {
            map.append(HeaderName::try_from(name)?, HeaderValue::from_bytes(value)?);
        }
        Ok(map)
    }
}
