namespace Chameleon.Engine.Compute.Cpu.Elementwise;

/// <summary>A function of two values, applied lane by lane.</summary>
internal interface IBinaryOperator<TVector>
    where TVector : unmanaged
{
    /// <summary>Cost of one element in units of one element copied.</summary>
    static abstract int Cost { get; }

    static abstract TVector Apply(TVector x, TVector y);
}
