//! Digests and checksums of bytes: what `hashlib` and `zlib` ask.

use super::{Args, Native, int_arg, text_arg};
use crate::code::Program;
use crate::heap::Obj;
use crate::machine::{Core, Done, Raise, Res};
use crate::value::Value;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

pub(super) const TABLE: &[Native] = &[
    Native { name: "__native_digest", function: digest },
    Native { name: "__native_crc32", function: crc32 },
    Native { name: "__native_adler32", function: adler32 },
];

fn data(core: &Core, value: Value) -> Res<Vec<u8>> {
    match core.bytes(value) {
        Some(bytes) => Ok(bytes.to_vec()),
        None => {
            let name = core.heap.type_name(value);
            Err(Raise::type_error(format!("a bytes-like object is required, not '{name}'")))
        }
    }
}

fn digest(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let name = text_arg(core, a.all[0], |_| "a digest has a name".to_string())?;
    let data = data(core, a.all[1])?;
    let digest = match &*name {
        "md5" => Md5::digest(data).to_vec(),
        "sha1" => Sha1::digest(data).to_vec(),
        "sha224" => Sha224::digest(data).to_vec(),
        "sha256" => Sha256::digest(data).to_vec(),
        "sha384" => Sha384::digest(data).to_vec(),
        _ => Sha512::digest(data).to_vec(),
    };
    Ok(core.heap.obj(Obj::Bytes(digest.into())).into())
}

fn start(core: &Core, value: Value) -> Res<u32> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the lower bits count, as in zlib")]
    Ok(int_arg(core, value)? as u32)
}

fn crc32(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let mut crc = !start(core, a.all[1])?;
    for byte in data(core, a.all[0])? {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = crc >> 1 ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    Ok(Value::Int(i64::from(!crc)).into())
}

fn adler32(core: &mut Core, _: &Program, a: Args<'_>) -> Res<Done> {
    let begin = start(core, a.all[1])?;
    let (mut low, mut high) = (begin & 0xffff, begin >> 16);
    for byte in data(core, a.all[0])? {
        low = (low + u32::from(byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    Ok(Value::Int(i64::from(high << 16 | low)).into())
}
