using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>The encoder or the decoder of a VQ-GAN: a chain of blocks, cancelled between any two.</summary>
internal sealed class VqNet
{
    private readonly List<IVqBlock> blocks = [];

    private VqNet()
    {
    }

    /// <summary>[resolution, resolution, 3] to [grid, grid, latent channels].</summary>
    public static VqNet Encoder(WeightLoader load, VqGanConfig config, string name)
    {
        var net = new VqNet();
        net.blocks.Add(new VqConvolution(load, $"{name}.conv_in", ConvolutionGeometry.Same));
        var channels = config.BaseChannels;
        for (var level = 0; level < config.Levels; level++)
        {
            channels = net.AddLevel(load, config, $"{name}.down.{level}", level, channels, config.NumResBlocks);
            if (level < config.Levels - 1)
            {
                net.blocks.Add(new VqConvolution(load, $"{name}.down.{level}.downsample.conv", ConvolutionGeometry.Halving));
            }
        }

        net.AddMiddle(load, $"{name}.mid", channels);
        net.blocks.Add(new VqOutput(load, name));
        return net;
    }

    /// <summary>[grid, grid, latent channels] to [resolution, resolution, 3].</summary>
    public static VqNet Decoder(WeightLoader load, VqGanConfig config, string name)
    {
        var net = new VqNet();
        var channels = config.Channels(config.Levels - 1);
        net.blocks.Add(new VqConvolution(load, $"{name}.conv_in", ConvolutionGeometry.Same));
        net.AddMiddle(load, $"{name}.mid", channels);
        for (var level = config.Levels - 1; level >= 0; level--)
        {
            channels = net.AddLevel(load, config, $"{name}.up.{level}", level, channels, config.NumResBlocks + 1);
            if (level > 0)
            {
                net.blocks.Add(new VqUpsample(load, $"{name}.up.{level}.upsample"));
            }
        }

        net.blocks.Add(new VqOutput(load, name));
        return net;
    }

    /// <summary>Takes x back into the buffers and rents the result.</summary>
    public Tensor Forward(Tensor x, VqBuffers buffers, CancellationToken cancellationToken)
    {
        foreach (var block in blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            x = block.Forward(x, buffers);
        }

        return x;
    }

    private int AddLevel(WeightLoader load, VqGanConfig config, string name, int level, int inChannels, int count)
    {
        for (var i = 0; i < count; i++)
        {
            blocks.Add(new VqResnetBlock(load, $"{name}.block.{i}", i == 0 ? inChannels : config.Channels(level), config.Channels(level)));
            if (config.HasAttention(level))
            {
                blocks.Add(new VqAttentionBlock(load, $"{name}.attn.{i}"));
            }
        }

        return config.Channels(level);
    }

    private void AddMiddle(WeightLoader load, string name, int channels)
    {
        blocks.Add(new VqResnetBlock(load, $"{name}.block_1", channels, channels));
        blocks.Add(new VqAttentionBlock(load, $"{name}.attn_1"));
        blocks.Add(new VqResnetBlock(load, $"{name}.block_2", channels, channels));
    }
}
