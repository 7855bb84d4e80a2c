using System.Numerics;

namespace Chameleon.Engine.Generation.Sampling;

/// <summary>
/// The random numbers of one answer: xoshiro256** (Blackman &amp; Vigna 2018), state from splitmix64 over seed and answer.
/// Own code, not <see cref="Random"/>, so that a seed means the same on every runtime.
/// </summary>
internal struct SampleRandom
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    /// <param name="seed">The request's seed.</param>
    /// <param name="answer">Which answer; each has a stream of its own.</param>
    public SampleRandom(long seed, int answer)
    {
        var state = (ulong)SeedOf(seed, answer);
        s0 = SplitMix(ref state);
        s1 = SplitMix(ref state);
        s2 = SplitMix(ref state);
        s3 = SplitMix(ref state);
    }

    /// <summary>The seed whose first answer draws the same numbers.</summary>
    /// <param name="seed">The request's seed.</param>
    /// <param name="answer">Which of its answers.</param>
    public static long SeedOf(long seed, int answer) => unchecked((long)((ulong)seed + ((ulong)answer * 0xD1B54A32D192ED03)));

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        var mixed = state;
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        return mixed ^ (mixed >> 31);
    }
}
