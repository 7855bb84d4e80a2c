using Chameleon.Engine.Checkpoints;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>The tensors of a VQ-GAN's nets. The order of calls mirrors <see cref="VqNet"/>.</summary>
internal sealed class VqManifest(TensorManifest manifest, bool required)
{
    public void Encoder(string name, VqGanConfig config)
    {
        Convolution($"{name}.conv_in", 3, config.BaseChannels, 3);
        var channels = config.BaseChannels;
        for (var level = 0; level < config.Levels; level++)
        {
            channels = Level($"{name}.down.{level}", config, level, channels, config.NumResBlocks);
            if (level < config.Levels - 1)
            {
                Convolution($"{name}.down.{level}.downsample.conv", channels, channels, 3);
            }
        }

        Middle($"{name}.mid", channels);
        Norm($"{name}.norm_out", channels);
        Convolution($"{name}.conv_out", channels, config.LatentChannels, 3);
    }

    public void Decoder(string name, VqGanConfig config)
    {
        var channels = config.Channels(config.Levels - 1);
        Convolution($"{name}.conv_in", config.LatentChannels, channels, 3);
        Middle($"{name}.mid", channels);
        for (var level = config.Levels - 1; level >= 0; level--)
        {
            channels = Level($"{name}.up.{level}", config, level, channels, config.NumResBlocks + 1);
            if (level > 0)
            {
                Convolution($"{name}.up.{level}.upsample.conv", channels, channels, 3);
            }
        }

        Norm($"{name}.norm_out", channels);
        Convolution($"{name}.conv_out", channels, 3, 3);
    }

    public void Convolution(string name, int inChannels, int outChannels, int size)
    {
        Add($"{name}.weight", outChannels, inChannels, size, size);
        Add($"{name}.bias", outChannels);
    }

    private int Level(string name, VqGanConfig config, int level, int inChannels, int blocks)
    {
        var channels = config.Channels(level);
        for (var i = 0; i < blocks; i++)
        {
            Resnet($"{name}.block.{i}", i == 0 ? inChannels : channels, channels);
            if (config.HasAttention(level))
            {
                Attention($"{name}.attn.{i}", channels);
            }
        }

        return channels;
    }

    private void Middle(string name, int channels)
    {
        Resnet($"{name}.block_1", channels, channels);
        Attention($"{name}.attn_1", channels);
        Resnet($"{name}.block_2", channels, channels);
    }

    private void Resnet(string name, int inChannels, int outChannels)
    {
        Norm($"{name}.norm1", inChannels);
        Convolution($"{name}.conv1", inChannels, outChannels, 3);
        Norm($"{name}.norm2", outChannels);
        Convolution($"{name}.conv2", outChannels, outChannels, 3);
        if (inChannels != outChannels)
        {
            Convolution($"{name}.nin_shortcut", inChannels, outChannels, 1);
        }
    }

    private void Attention(string name, int channels)
    {
        Norm($"{name}.norm", channels);
        foreach (var part in (string[])["q", "k", "v", "proj_out"])
        {
            Convolution($"{name}.{part}", channels, channels, 1);
        }
    }

    private void Norm(string name, int channels)
    {
        Add($"{name}.weight", channels);
        Add($"{name}.bias", channels);
    }

    private void Add(string name, params int[] shape)
    {
        if (required)
        {
            manifest.Require(name, shape);
        }
        else
        {
            manifest.Allow(name, shape);
        }
    }
}
