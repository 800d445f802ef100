"""What other languages know of the protocol: written from its schema by ``python server/protocol_types``."""
