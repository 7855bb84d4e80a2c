namespace Chameleon.Engine.Compute;

/// <summary>In what form keys and values are cached. Attention computes in float32 with all of them.</summary>
public enum KvElement
{
    /// <summary>As they were computed.</summary>
    Float32,

    /// <summary>Half the memory; each rounded to 11 significant bits, to ±65,504 at most.</summary>
    Float16,

    /// <summary>Half the memory; each rounded to 8 significant bits.</summary>
    BFloat16,

    /// <summary>A quarter of the memory, about: whole numbers from −127 to 127 with a scale for each key and each value.</summary>
    Int8,
}
