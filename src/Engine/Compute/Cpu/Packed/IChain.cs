namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>What is multiplied by inputs along a run of a row's weights, and how the run's sum joins those before it.</summary>
internal unsafe interface IChain<TVector> : IRestoredValue<TVector>
    where TVector : unmanaged
{
    /// <summary>Whether scales join afterwards, so that <see cref="IRestoredValue{TVector}.Restore"/> leaves them out.</summary>
    static abstract bool IsScaledAfterwards { get; }

    /// <summary>What the run's chain of multiply-adds starts from.</summary>
    static abstract TVector Begin(TVector total);

    /// <summary>The total with the run's chain in it.</summary>
    static abstract TVector Join(TVector chain, float* scale, TVector total);
}
