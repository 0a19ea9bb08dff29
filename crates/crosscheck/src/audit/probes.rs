//! What a server says beside what it says to the page: to nobody in particular, and to others.

use alloc::vec::Vec;

/// What a server says where it was asked beside the page's own question; each only if it was.
///
/// Messages are [`Message`](super::Message)s, or whatever a browser and a server really exchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever asks servers, whole")]
pub struct Probes<M> {
    /// The page asks for what does not exist.
    pub error_page: Option<M>,
    /// An `<img>` of the page asks for the same URL, without saying whose page it is.
    pub by_image: Option<M>,
    /// A page that the server does not know asks the same.
    pub by_stranger: Option<M>,
    /// Pages whose origins are [near](super::lookalikes) the page's ask the same, where it is let in and
    /// a stranger is not.
    pub by_lookalikes: Vec<M>,
    /// The same is asked without what browsers say of a request's page (`Sec-Fetch-Site` and its kin).
    pub by_program: Option<M>,
    /// When they were asked.
    ///
    /// Units: milliseconds since 1970.
    pub now_ms: u64,
}

impl<M> Probes<M> {
    /// The same of other messages; a message of which nothing is left was not asked.
    ///
    /// # Example
    /// ```
    /// use crosscheck::audit::Probes;
    ///
    /// // Of statuses those that tell of a page that is there.
    /// let asked = Probes { error_page: Some(404), by_image: Some(200), ..Probes::default() };
    /// let there = asked.filter_map(|status| (*status == 200).then_some(()));
    /// assert_eq!(there, Probes { by_image: Some(()), ..Probes::default() });
    /// ```
    pub fn filter_map<N>(&self, change: impl Fn(&M) -> Option<N>) -> Probes<N> {
        Probes {
            error_page: self.error_page.as_ref().and_then(&change),
            by_image: self.by_image.as_ref().and_then(&change),
            by_stranger: self.by_stranger.as_ref().and_then(&change),
            by_lookalikes: self.by_lookalikes.iter().filter_map(&change).collect(),
            by_program: self.by_program.as_ref().and_then(&change),
            now_ms: self.now_ms,
        }
    }
}

impl<M> Default for Probes<M> {
    fn default() -> Self {
        Self {
            error_page: None,
            by_image: None,
            by_stranger: None,
            by_lookalikes: Vec::new(),
            by_program: None,
            now_ms: 0,
        }
    }
}
