namespace Chameleon.Engine.Models.Chameleon;

/// <summary>Shape of a VQ-GAN: <c>vq_config</c> of a checkpoint, in transformers' or in taming's spelling.</summary>
public sealed record VqGanConfig
{
    /// <summary>Groups of every group norm.</summary>
    internal const int NormGroups = 32;

    /// <summary>Epsilon of every group norm.</summary>
    internal const float NormEpsilon = 1e-6f;

    /// <summary>Length of a codebook entry.</summary>
    public int EmbedDim { get; init; } = 256;

    /// <summary>Entries of the codebook.</summary>
    public int NumEmbeddings { get; init; } = 8192;

    /// <summary>Channels between the convolutional nets and the codebook's 1×1 convolutions.</summary>
    public int LatentChannels { get; init; } = 256;

    /// <summary>Side of a picture in pixels.</summary>
    public int Resolution { get; init; } = 512;

    /// <summary>Channels of the first level.</summary>
    public int BaseChannels { get; init; } = 128;

    /// <summary>Channels of each level as multiples of <see cref="BaseChannels"/>, finest level first.</summary>
    public IReadOnlyList<int> ChannelMultiplier { get; init; } = [1, 1, 2, 2, 4];

    /// <summary>Residual blocks per level of the encoder; the decoder has one more.</summary>
    public int NumResBlocks { get; init; } = 2;

    /// <summary>Sides at which a level has attention after each residual block.</summary>
    public IReadOnlyList<int> AttnResolutions { get; init; } = [];

    /// <summary>Number of levels.</summary>
    public int Levels => ChannelMultiplier.Count;

    /// <summary>Side of the grid of codes.</summary>
    public int GridSize => Resolution >> (Levels - 1);

    /// <summary>Channels of a level, finest first.</summary>
    public int Channels(int level) => BaseChannels * ChannelMultiplier[level];

    /// <summary>Whether the blocks of a level are followed by attention.</summary>
    public bool HasAttention(int level) => AttnResolutions.Contains(Resolution >> level);

    /// <summary>Reads <c>vq_config</c>; null stands for the published model's.</summary>
    /// <exception cref="ModelConfigException">Malformed, or something that is not supported.</exception>
    internal static VqGanConfig Read(ConfigObject? config)
    {
        if (config is null)
        {
            return new VqGanConfig();
        }

        RefuseUnsupported(config);
        string Either(string name, string taming) => config.Has(name) || !config.Has(taming) ? name : taming;
        var read = new VqGanConfig
        {
            EmbedDim = config.Int("embed_dim", 1, 1 << 14, 256),
            NumEmbeddings = config.Int(Either("num_embeddings", "n_embed"), 1, 1 << 22, 8192),
            LatentChannels = config.Int(Either("latent_channels", "z_channels"), 1, 1 << 14, 256),
            Resolution = config.Int("resolution", 1, 1 << 13, 512),
            BaseChannels = config.Int(Either("base_channels", "ch"), 1, 1 << 12, 128),
            ChannelMultiplier = config.Ints(Either("channel_multiplier", "ch_mult"), 1, 64, [1, 1, 2, 2, 4]),
            NumResBlocks = config.Int("num_res_blocks", 1, 64, 2),
            AttnResolutions = config.Ints("attn_resolutions", 1, 1 << 13, []),
        };
        return read.Checked(config, Either("base_channels", "ch"), Either("channel_multiplier", "ch_mult"));
    }

    private static void RefuseUnsupported(ConfigObject config)
    {
        foreach (var name in (string[])["double_latent", "double_z", "tanh_out", "give_pre_end", "use_linear_attn"])
        {
            if (config.Bool(name, fallback: false))
            {
                throw config.Refuse(name, "is true; only false is supported.");
            }
        }

        if (!config.Bool("resamp_with_conv", fallback: true))
        {
            throw config.Refuse("resamp_with_conv", "is false; only true is supported.");
        }

        foreach (var name in (string[])["in_channels", "out_channels", "out_ch"])
        {
            if (config.Int(name, 1, int.MaxValue, fallback: 3) != 3)
            {
                throw config.Refuse(name, $"is {config.Describe(name)}; only 3 (red, green, blue) is supported.");
            }
        }

        if (config.Text("attn_type") is not (null or "vanilla"))
        {
            throw config.Refuse("attn_type", $"is {config.Describe("attn_type")}; supported: \"vanilla\".");
        }

        if (config.Has("remap"))
        {
            throw config.Refuse("remap", $"is {config.Describe("remap")}; only null is supported.");
        }

        if (config.Number("dropout", least: 0, fallback: 0) > 1)
        {
            throw config.Refuse("dropout", $"is {config.Describe("dropout")}, expected a number from 0 to 1.");
        }
    }

    private VqGanConfig Checked(ConfigObject config, string baseName, string multiplierName)
    {
        const int MostLevels = 10;
        if (Levels is 0 or > MostLevels)
        {
            throw config.Refuse(multiplierName, $"has {Levels} levels, expected 1 to {MostLevels}.");
        }

        if (Resolution % (1 << (Levels - 1)) != 0)
        {
            throw config.Refuse("resolution", $"is {Resolution}, which {Levels - 1} halvings ({Levels} levels) do not divide.");
        }

        for (var level = 0; level < Levels; level++)
        {
            if (Channels(level) % NormGroups != 0)
            {
                throw config.Refuse(
                    baseName, $"is {BaseChannels}: level {level} has {Channels(level)} channels, which the {NormGroups} groups of its norms do not divide.");
            }
        }

        if (BaseChannels % NormGroups != 0)
        {
            throw config.Refuse(baseName, $"is {BaseChannels}, which the {NormGroups} groups of the norms do not divide.");
        }

        return this;
    }
}
