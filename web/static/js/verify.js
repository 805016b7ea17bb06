/* Checks a proof of the register in the reader's own browser: what register/verifying.py checks, in the same order.
   Nothing is sent anywhere. Where the browser has no Ed25519, it says so and leaves that open. */
"use strict";

(() => {
  const PROOF = "rationale-proof-1";
  const HEAD = "rationale-head-1";
  const KEY = "rationale-key-1";
  const HEX = /^[0-9a-f]{64}$/;
  const isText = (said) => typeof said === "string";
  const isList = Array.isArray;
  const isObject = (said) => said !== null && typeof said === "object" && !isList(said);
  const isWhole = Number.isSafeInteger;
  const PARTS = {
    proof: { format: isText, record: isObject, leaf_index: isWhole, path: isList, head: isObject, keys: isList },
    head: { format: isText, tree_size: isWhole, root: isText, at: isText, key_id: isText, signature: isText },
    since: { tree_size: isWhole, path: isList },
    keyHeld: { leaf: isObject, leaf_index: isWhole, path: isList },
    key: { format: isText, key_id: isText, public: isText, replaces: isText, since: isText, signature: isText },
    consistency: { first: isWhole, first_root: isText, second: isWhole, second_root: isText, path: isList },
  };
  const NAMES = {
    read: "The file",
    included: "The record stands in the log",
    signed: "The head is signed",
    keys: "The keys are in the log",
    key: "The key is the one that you know",
    head: "The log is the one that you know",
  };

  /* Canonical JSON (RFC 8785): the keys in order, and everything else as JavaScript itself writes it. */
  function canonical(said) {
    if (said === null || typeof said !== "object") return JSON.stringify(said);
    if (Array.isArray(said)) return `[${said.map(canonical).join(",")}]`;
    return `{${Object.keys(said).sort().map((name) => `${JSON.stringify(name)}:${canonical(said[name])}`).join(",")}}`;
  }

  const bytesOf = (text) => new TextEncoder().encode(text);
  const toHex = (bytes) => Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
  const fromHex = (text) => Uint8Array.from(text.match(/../g) || [], (each) => parseInt(each, 16));
  const without = (said, name) => Object.fromEntries(Object.entries(said).filter(([each]) => each !== name));

  async function sha256(...parts) {
    const whole = new Uint8Array(parts.reduce((length, each) => length + each.length, 0));
    parts.reduce((at, each) => (whole.set(each, at), at + each.length), 0);
    return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  }
  const leafHash = (content) => sha256(Uint8Array.of(0), content);
  const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);
  const half = (number) => Math.floor(number / 2);

  async function inTree(leaf, index, path, head) {
    if (!HEX.test(head.root) || index < 0 || index >= head.tree_size) return false;
    let at = index;
    let last = head.tree_size - 1;
    let found = leaf;
    for (const each of path) {
      if (last === 0) return false;
      if (at % 2 === 1 || at === last) {
        found = await nodeHash(fromHex(each), found);
        while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
      } else {
        found = await nodeHash(found, fromHex(each));
      }
      [at, last] = [half(at), half(last)];
    }
    return last === 0 && toHex(found) === head.root;
  }

  async function beginsWith(first, second, firstRoot, secondRoot, path) {
    const power = Math.log2(first) % 1 === 0;
    const hashes = power ? [firstRoot, ...path] : [...path];
    if (first < 1 || first >= second || !hashes.length) return false;
    let at = first - 1;
    let last = second - 1;
    while (at % 2 === 1) [at, last] = [half(at), half(last)];
    let older = fromHex(hashes[0]);
    let newer = older;
    for (const each of hashes.slice(1)) {
      if (last === 0) return false;
      const other = fromHex(each);
      if (at % 2 === 1 || at === last) {
        older = await nodeHash(other, older);
        newer = await nodeHash(other, newer);
        while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
      } else {
        newer = await nodeHash(newer, other);
      }
      [at, last] = [half(at), half(last)];
    }
    return last === 0 && toHex(older) === firstRoot && toHex(newer) === secondRoot;
  }

  /* True, false, or null where this browser has no Ed25519. */
  async function isSigned(said, publicKey) {
    if (!/^[0-9a-f]{128}$/.test(said.signature) || !HEX.test(publicKey)) return false;
    try {
      const key = await crypto.subtle.importKey("raw", fromHex(publicKey), { name: "Ed25519" }, false, ["verify"]);
      const content = bytesOf(canonical(without(said, "signature")));
      return await crypto.subtle.verify({ name: "Ed25519" }, key, fromHex(said.signature), content);
    } catch (wrong) {
      return wrong.name === "NotSupportedError" ? null : false;
    }
  }

  function parsed(bytes) {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, said: JSON.parse(text) };
  }

  /* Throws unless an object has these parts and no others, each of its kind. */
  function shaped(said, parts, what) {
    const names = Object.keys(parts);
    const same = isObject(said) && Object.keys(said).length === names.length && names.every((name) => Object.hasOwn(said, name));
    if (!same) {
      throw new Error(`${what[0].toUpperCase()}${what.slice(1)} in this file has not the parts that it should: ${names.join(", ")}.`);
    }
    const wrong = names.find((name) => !parts[name](said[name]));
    if (wrong) throw new Error(`“${wrong}” of ${what} in this file is not of its kind.`);
  }

  function hashed(path) {
    if (!isList(path) || !path.every((each) => isText(each) && HEX.test(each))) {
      throw new Error("A path in this file is no list of hashes, each of 64 hexadecimal digits.");
    }
  }

  function readProof(bytes) {
    let read;
    try {
      read = parsed(bytes);
    } catch {
      throw new Error("This file is not JSON: it is no proof, or was changed. Download it again.");
    }
    const { text, said } = read;
    if (!isObject(said) || said.format !== PROOF) {
      throw new Error(`This is no proof: its format is not ${PROOF}. Download the proof at the decision's page.`);
    }
    if (canonical(said) !== text) {
      throw new Error("This file is not as the register wrote it: its bytes were changed. Download it again.");
    }
    shaped(said, PARTS.proof, "the proof");
    shaped(said.head, PARTS.head, "the head");
    if (said.head.format !== HEAD) throw new Error(`The head in this file is of another kind than ${HEAD}.`);
    hashed(said.path);
    for (const each of said.keys) {
      shaped(each, PARTS.keyHeld, "a key");
      shaped(each.leaf, PARTS.key, "the leaf of a key");
      hashed(each.path);
    }
    return said;
  }

  function readHead(bytes) {
    let said;
    try {
      said = parsed(bytes).said;
    } catch {
      throw new Error("The head that you gave is not JSON: it is no head, or was changed. Download it again.");
    }
    if (isObject(said) && said.format === PROOF) said = said.head;
    shaped(isObject(said) ? without(said, "since") : said, PARTS.head, "the head");
    if (said.since !== undefined && said.since !== null) {
      shaped(said.since, PARTS.since, "what the head says since");
      hashed(said.since.path);
    }
    return said;
  }

  function readConsistency(bytes) {
    let said;
    try {
      said = parsed(bytes).said;
    } catch {
      throw new Error("The consistency that you gave is not JSON: it is no consistency, or was changed. Download it again.");
    }
    shaped(said, PARTS.consistency, "the consistency");
    hashed(said.path);
    return said;
  }

  async function included(proof) {
    const leaf = await leafHash(bytesOf(canonical(proof.record)));
    return (await inTree(leaf, proof.leaf_index, proof.path, proof.head))
      ? [true, `The record, byte for byte, is leaf ${proof.leaf_index} under the head’s root.`]
      : [false, "The record does not stand under the head’s root: it or the proof was changed."];
  }

  const NO_ED25519 = "This browser cannot check Ed25519 signatures. Use the form below, or: rationale verify FILE";

  async function signed(proof) {
    const head = proof.head;
    if (head.signature === "" && head.key_id === "" && head.at === "") {
      return [null, "No head over this record had been signed yet: download the proof again later."];
    }
    const signer = proof.keys.find((each) => each.leaf.key_id === head.key_id);
    const found = signer && head.format === HEAD ? await isSigned(head, signer.leaf.public) : false;
    if (found === null) return [null, NO_ED25519];
    return found
      ? [true, `The head was signed on ${head.at.slice(0, 10)} with the key ${head.key_id.slice(0, 16)}.`]
      : [false, "The head was not signed with the key that it names: it was changed."];
  }

  async function keyHolds(each, before, head) {
    const leaf = each.leaf;
    if (leaf.format !== KEY || !HEX.test(leaf.public)) return false;
    if (leaf.key_id !== toHex(await sha256(fromHex(leaf.public)))) return false;
    if (!before && leaf.replaces + leaf.signature !== "") return false;
    if (!(await inTree(await leafHash(bytesOf(canonical(leaf))), each.leaf_index, each.path, head))) return false;
    if (!before) return true;
    return leaf.replaces === before.key_id ? isSigned(leaf, before.public) : false;
  }

  async function keysHold(proof) {
    let before = null;
    for (const each of proof.keys) {
      const found = await keyHolds(each, before, proof.head);
      if (found === null) return [null, NO_ED25519];
      if (!found) return [false, `The key ${each.leaf.key_id.slice(0, 16)} does not stand in the log as it should.`];
      before = each.leaf;
    }
    return proof.keys.length
      ? [true, `Every key, ${proof.keys.length} in all, is in the log and signed by the one before it.`]
      : [null, "The log had no key yet."];
  }

  function keyKnown(proof, said) {
    const signer = proof.head.key_id;
    if (!said) {
      return [null, signer
        ? `You gave no key to compare with. It is ${signer}: compare that with one published elsewhere.`
        : "The head is not signed, so there is no key to compare."];
    }
    const end = proof.keys.findIndex((each) => each.leaf.key_id === signer);
    const until = end < 0 ? proof.keys : proof.keys.slice(0, end + 1);
    return until.some((each) => [each.leaf.key_id, each.leaf.public].includes(said.toLowerCase()))
      ? [true, "The key that you gave signed the head, or comes before the one that did."]
      : [signer ? false : null, `The head was not signed with the key that you gave, but ${signer}.`];
  }

  async function headKnown(proof, bytes, consistency) {
    if (!bytes) {
      const shows = consistency
        ? "The consistency that you gave shows nothing without the head that you kept: give both."
        : "A head that was kept elsewhere shows that nobody was told otherwise.";
      return [null, `You gave no head to compare with. ${shows}`];
    }
    let other;
    let grown;
    try {
      other = readHead(bytes);
      grown = consistency && readConsistency(consistency);
    } catch (wrong) {
      return [false, wrong.message];
    }
    if (other.signature === "" && other.key_id === "" && other.at === "") {
      return [false, "The head that you gave is not signed, so it shows nothing. Give one that is."];
    }
    const signer = proof.keys.find((each) => each.leaf.key_id === other.key_id);
    const formed = other.format === HEAD && [other.root, other.key_id].every((each) => HEX.test(each)) && /^[0-9a-f]{128}$/.test(other.signature);
    const found = formed && (signer ? await isSigned(without(other, "since"), signer.leaf.public) : true);
    if (found === null) return [null, NO_ED25519];
    if (!found) return [false, "The head that you gave was changed: its signature is not that of its key."];
    const itsKey = `its key, ${other.key_id.slice(0, 16)},`;
    if (!signer && other.tree_size <= proof.head.tree_size) {
      return [false, `The head that you gave was changed or made up: ${itsKey} is one that was not in the log by then.`];
    }
    const [same, says] = await sameLog(proof.head, other, grown);
    if (signer || same === false) return [same, says];
    return [null, `${says} But ${itsKey} is not in this proof, so its signature is unchecked: it may be a newer key, or made up. Download the proof again, and compare that with the head.`];
  }

  /* Where two heads are of two sizes, the log of the larger has to begin with that of the smaller. */
  async function sameLog(mine, other, given) {
    const size = mine.tree_size;
    if (size === other.tree_size) {
      return mine.root === other.root
        ? [true, "The head that you gave is of the very same log."]
        : [false, "The head that you gave is of another log: two different ones were shown."];
    }
    const [older, newer] = other.tree_size < size ? [other, mine] : [mine, other];
    const [first, second] = [older.tree_size, newer.tree_size];
    const carried = older === mine && other.since && other.since.tree_size === first
      ? { first, first_root: older.root, second, second_root: newer.root, path: other.since.path }
      : null;
    const grown = given || carried;
    const address = `/api/v1/log/consistency?first=${first}&second=${second}`;
    if (!grown) {
      return [null, `The head that you gave is of ${other.tree_size} leaves, and this proof’s of ${size}. To compare them, download ${address} from the register, and give that as the consistency.`];
    }
    if (grown.first !== first || grown.second !== second) {
      return [false, `The consistency that you gave is between ${grown.first} and ${grown.second} leaves, and not between ${first} and ${second}. Download ${address} from the register.`];
    }
    const [longer, shorter] = newer === mine ? ["this proof", "the head that you gave"] : ["the head that you gave", "this proof"];
    const same = grown.first_root === older.root && grown.second_root === newer.root;
    return same && (await beginsWith(first, second, older.root, newer.root, grown.path))
      ? [true, `The log of ${longer} begins with the log of ${shorter}.`]
      : [false, `This is not the same log: that of ${longer} does not begin with that of ${shorter}. What stood in it was altered, or a file that you gave was.`];
  }

  async function verify(proofBytes, headBytes, key, consistencyBytes) {
    let proof;
    try {
      proof = readProof(proofBytes);
    } catch (wrong) {
      return [["read", false, wrong.message]];
    }
    const { version, reference, title } = proof.record;
    return [
      ["read", true, `It holds version ${version} of ${reference}, “${title}”.`],
      ["included", ...(await included(proof))],
      ["signed", ...(await signed(proof))],
      ["keys", ...(await keysHold(proof))],
      ["key", ...keyKnown(proof, key)],
      ["head", ...(await headKnown(proof, headBytes, consistencyBytes))],
    ];
  }

  function shown(checks) {
    const list = document.createElement("ul");
    list.className = "nhsuk-list app-checks";
    for (const [id, holds, says] of checks) {
      const item = document.createElement("li");
      const tag = document.createElement("strong");
      const name = document.createElement("strong");
      tag.className = `nhsuk-tag nhsuk-tag--${holds === true ? "green" : holds === false ? "red" : "grey"}`;
      tag.textContent = holds === true ? "Holds" : holds === false ? "Does not hold" : "Open";
      name.textContent = `${NAMES[id]}.`;
      item.append(tag, " ", name, ` ${says}`);
      list.append(item);
    }
    const heading = document.createElement("h3");
    heading.className = "nhsuk-heading-s";
    heading.textContent = checks.some(([, holds]) => holds === false) ? "It does not hold" : "Whatever could be checked holds";
    return [heading, list];
  }

  async function check() {
    const at = (id) => document.getElementById(id);
    const bytes = async (id) => (at(id).files.length ? new Uint8Array(await at(id).files[0].arrayBuffer()) : null);
    const proof = await bytes("offline-proof");
    const found = at("offline-found");
    if (!proof) {
      found.textContent = "Choose the proof that you downloaded: a file that ends in .json";
      return;
    }
    let checks;
    try {
      const key = at("offline-key").value.trim();
      checks = await verify(proof, await bytes("offline-head"), key, await bytes("offline-consistency"));
    } catch {
      checks = [["read", false, "This file has not the parts that a proof has. Download it from the register again."]];
    }
    found.replaceChildren(...shown(checks));
  }

  if (window.crypto && crypto.subtle) {
    document.getElementById("offline").hidden = false;
    document.getElementById("offline-check").addEventListener("click", check);
  }
})();
