namespace Chameleon.Engine.Checkpoints;

/// <summary>What is wrong with a checkpoint; the names follow the safetensors reference implementation.</summary>
public enum CheckpointErrorKind
{
    /// <summary>The path holds no checkpoint in the Hugging Face layout.</summary>
    NotFound,

    /// <summary>A pickled checkpoint (<c>.pth</c>, <c>.ckpt</c>, <c>.bin</c>); never opened, since pickles run code.</summary>
    PickledFormat,

    /// <summary>The file is shorter than the 8 bytes that hold the header's length.</summary>
    HeaderTooSmall,

    /// <summary>The header claims more than 100,000,000 bytes.</summary>
    HeaderTooLarge,

    /// <summary>The header claims more bytes than the file has.</summary>
    InvalidHeaderLength,

    /// <summary>The header is not UTF-8.</summary>
    InvalidHeaderEncoding,

    /// <summary>The header does not begin with <c>{</c>.</summary>
    InvalidHeaderStart,

    /// <summary>The header is not the JSON that the format asks for.</summary>
    InvalidHeader,

    /// <summary>A name occurs twice, in one header or in two shards.</summary>
    DuplicateName,

    /// <summary>More tensors in one file than any model has.</summary>
    TooManyTensors,

    /// <summary>An element type that the engine does not read.</summary>
    UnknownDType,

    /// <summary>Offsets overlap, leave a gap, run backwards or do not start at zero.</summary>
    InvalidOffset,

    /// <summary>Shape and element type do not give the number of bytes that the offsets claim.</summary>
    InvalidTensorSize,

    /// <summary>A dimension or the product of the dimensions is no size that a tensor can have.</summary>
    ValidationOverflow,

    /// <summary>The tensors do not cover the file's data exactly: bytes are missing or left over.</summary>
    IncompleteBuffer,

    /// <summary>The file became shorter after it was opened.</summary>
    Truncated,

    /// <summary>The shard index is not the JSON that the format asks for, or disagrees with the shards.</summary>
    InvalidIndex,

    /// <summary>The shard index names something other than a file beside it.</summary>
    ShardOutsideDirectory,

    /// <summary>The shard index names files that are not there.</summary>
    ShardMissing,

    /// <summary>Tensors are missing, unexpected or of another shape than the configuration asks for.</summary>
    TensorMismatch,

    /// <summary>A quantised matrix has damaged, missing or contradicting parts, or is of an unknown kind.</summary>
    InvalidQuantization,

    /// <summary><c>tokenizer.json</c> is damaged or contradicts itself.</summary>
    InvalidTokenizer,

    /// <summary><c>tokenizer.json</c> asks for something that this tokenizer does not do.</summary>
    UnsupportedTokenizer,
}
