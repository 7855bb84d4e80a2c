namespace Chameleon.Bench.Roofline;

/// <summary>Measurements that share a limit.</summary>
internal interface IRoofline : IDisposable
{
    /// <summary>Yardsticks before what is compared with them.</summary>
    IReadOnlyList<Measurement> Measurements { get; }
}
