using Chameleon.Engine.Models.Chameleon;

namespace Chameleon.Bench.EndToEnd;

/// <summary>Multiplications and additions of a VQ-GAN's convolutions and attention, counted from its shape.</summary>
internal static class VqFlops
{
    public static (double Encode, double Decode) Of(VqGanConfig vq)
    {
        double Convolution(int side, double from, double to, int kernel) => 2.0 * side * side * from * to * kernel * kernel;
        double Resnet(int side, double from, double to) =>
            Convolution(side, from, to, 3) + Convolution(side, to, to, 3) + (from == to ? 0 : Convolution(side, from, to, 1));
        double Attention(int side, double channels) => (4 * Convolution(side, channels, channels, 1)) + (4.0 * Math.Pow(side, 4) * channels);

        var top = vq.Levels - 1;
        var grid = vq.GridSize;
        double middle = vq.Channels(top);
        var mid = (2 * Resnet(grid, middle, middle)) + Attention(grid, middle);

        var encode = Convolution(vq.Resolution, 3, vq.BaseChannels, 3) + mid + Convolution(grid, middle, vq.LatentChannels, 3)
            + Convolution(grid, vq.LatentChannels, vq.EmbedDim, 1) + Convolution(grid, vq.EmbedDim, vq.NumEmbeddings, 1);
        var decode = Convolution(grid, vq.EmbedDim, vq.LatentChannels, 1) + Convolution(grid, vq.LatentChannels, middle, 3) + mid
            + Convolution(vq.Resolution, vq.Channels(0), 3, 3);
        for (var level = 0; level < vq.Levels; level++)
        {
            var side = vq.Resolution >> level;
            double channels = vq.Channels(level);
            double finer = level == 0 ? vq.BaseChannels : vq.Channels(level - 1);
            double coarser = level == top ? middle : vq.Channels(level + 1);
            var attention = vq.HasAttention(level) ? Attention(side, channels) : 0;
            encode += Resnet(side, finer, channels) + ((vq.NumResBlocks - 1) * Resnet(side, channels, channels)) + (vq.NumResBlocks * attention)
                + (level < top ? Convolution(side / 2, channels, channels, 3) : 0);
            decode += Resnet(side, coarser, channels) + (vq.NumResBlocks * Resnet(side, channels, channels)) + ((vq.NumResBlocks + 1) * attention)
                + (level > 0 ? Convolution(side * 2, channels, channels, 3) : 0);
        }

        return (encode, decode);
    }
}
