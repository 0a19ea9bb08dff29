//! How long files are waited for.

use std::time::Duration;

/// How long is waited between two looks at a file, and how often at most.
pub(super) const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
pub(super) const LOOKS: u32 = 50;

/// How long a reading may take, the wait for whoever writes included.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);
