namespace Chameleon.Engine.Models;

/// <summary>How rotary positions are scaled.</summary>
public enum RopeScaling
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Positions are divided by the factor.</summary>
    Linear,

    /// <summary>The base grows with the length of the sequence once this passes the trained length (dynamic NTK).</summary>
    Dynamic,
}

/// <summary>Rotary position embedding as a config describes it.</summary>
/// <param name="Theta">Base of the frequencies.</param>
/// <param name="Scaling">How positions are scaled.</param>
/// <param name="Factor">Of the scaling, at least 1.</param>
public sealed record RopeConfig(double Theta, RopeScaling Scaling = RopeScaling.None, double Factor = 1)
{
    /// <summary>
    /// Whether the inverse frequencies are rounded to bfloat16, as in a reference module that was cast as a whole
    /// (<c>model.to(bfloat16)</c>); loading the weights as bfloat16 leaves them in float32. No config says so.
    /// </summary>
    public bool BFloat16Frequencies { get; init; }

    /// <summary>Reads <c>rope_parameters</c> (newer) or <c>rope_theta</c> and <c>rope_scaling</c> (published form).</summary>
    /// <exception cref="ModelConfigException">A kind of scaling that is not supported.</exception>
    internal static RopeConfig Read(ConfigObject config)
    {
        const double DefaultTheta = 10_000;
        var theta = config.Number("rope_theta", least: 1, DefaultTheta);
        var scaling = config.Object("rope_parameters") ?? config.Object("rope_scaling");
        if (scaling is null)
        {
            return new RopeConfig(theta);
        }

        theta = scaling.Number("rope_theta", least: 1, theta);
        if (scaling.Number("partial_rotary_factor", least: 0, fallback: 1) != 1)
        {
            throw scaling.Refuse("partial_rotary_factor", $"is {scaling.Describe("partial_rotary_factor")}; only 1 is supported.");
        }

        var name = scaling.Has("rope_type") ? "rope_type" : "type";
        return scaling.Text(name) switch
        {
            null or "default" => new RopeConfig(theta),
            "linear" => new RopeConfig(theta, RopeScaling.Linear, ReadFactor(scaling)),
            "dynamic" => new RopeConfig(theta, RopeScaling.Dynamic, ReadFactor(scaling)),
            var other => throw scaling.Refuse(name, $"is \"{other}\"; supported: default, linear, dynamic."),
        };
    }

    private static double ReadFactor(ConfigObject scaling) => scaling.Has("factor")
        ? scaling.Number("factor", least: 1, fallback: 1)
        : throw scaling.Refuse("factor", "is missing; linear and dynamic scaling need it.");
}
