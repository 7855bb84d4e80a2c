namespace Chameleon.Bench.Versus;

/// <summary>One of the engines that run the same jobs in turns.</summary>
internal interface IPeer
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <summary>Memory that it takes.</summary>
    long Bytes { get; }

    /// <summary>Seconds to read a prompt, up to its first token.</summary>
    double Prefill(int tokens);

    /// <summary>Seconds to write so many tokens behind a prompt.</summary>
    double Decode(int context, int tokens);
}
