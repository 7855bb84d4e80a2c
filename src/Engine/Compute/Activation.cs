namespace Chameleon.Engine.Compute;

/// <summary>Activation functions that a config's <c>hidden_act</c> may name.</summary>
public enum Activation
{
    /// <summary>x · sigmoid(x), also called swish.</summary>
    Silu,

    /// <summary>x · Φ(x), exact by erf.</summary>
    Gelu,

    /// <summary>GELU by the tanh approximation.</summary>
    GeluTanh,

    /// <summary>max(x, 0).</summary>
    Relu,
}
