//! Sets of bytes, looked up without comparing.

/// A set of bytes: a place for each that there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ByteSet([bool; 256]);

#[expect(clippy::indexing_slicing, reason = "there is a place for every byte")]
impl ByteSet {
    /// These bytes.
    pub(crate) const fn of(mut bytes: &[u8]) -> Self {
        let mut set = Self([false; 256]);
        while let Some((byte, rest)) = bytes.split_first() {
            set.add(*byte);
            bytes = rest;
        }
        set
    }

    pub(crate) const fn add(&mut self, byte: u8) {
        self.0[byte as usize] = true;
    }

    #[inline(always)]
    pub(crate) const fn holds(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }
}
