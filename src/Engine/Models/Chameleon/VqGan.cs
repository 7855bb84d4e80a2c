using Chameleon.Engine.Compute;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>
/// The picture tokenizer (VQ-GAN after Esser et al., "Taming Transformers", 2021), in float32 throughout: lower
/// precision flips codes. Feature maps are channels-last.
/// </summary>
public sealed class VqGan : IPictureCodec
{
    private readonly VqGanConfig config;
    private readonly IComputeDevice device;
    private readonly VqBuffers buffers;
    private readonly VqNet encoder;
    private readonly VqConvolution quantConvolution;
    private readonly Tensor codebook; // [codes, embed dim]
    private readonly float[] entries; // the codebook on the host
    private readonly VqConvolution? postQuantConvolution;
    private readonly VqNet? decoder;

    /// <param name="load">Brings the weights.</param>
    /// <param name="config">Shape of the nets.</param>
    /// <param name="withDecoder">Whether the checkpoint carries the decoder.</param>
    internal VqGan(WeightLoader load, VqGanConfig config, bool withDecoder)
    {
        const string Name = "model.vqmodel";
        this.config = config;
        device = load.Device;
        buffers = load.Own(new VqBuffers(device));
        encoder = VqNet.Encoder(load, config, $"{Name}.encoder");
        quantConvolution = new VqConvolution(load, $"{Name}.quant_conv", ConvolutionGeometry.Pointwise);
        const string Codebook = $"{Name}.quantize.embedding.weight";
        codebook = load.Floats(Codebook);
        Fingerprint = load.Fingerprint(Codebook);
        entries = new float[codebook.ElementCount];
        device.Read(codebook, 0, entries);
        if (withDecoder)
        {
            postQuantConvolution = new VqConvolution(load, $"{Name}.post_quant_conv", ConvolutionGeometry.Pointwise);
            decoder = VqNet.Decoder(load, config, $"{Name}.decoder");
        }
    }

    /// <summary>SHA-256 of the codebook, in hexadecimal.</summary>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<float> Codebook => entries;

    /// <inheritdoc/>
    public int CodesPerPicture => config.GridSize * config.GridSize;

    /// <inheritdoc/>
    public int PictureSize => config.Resolution;

    /// <inheritdoc/>
    public bool CanDecode => decoder is not null;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public int[] Encode(ReadOnlySpan<float> pixels, CancellationToken cancellationToken = default)
    {
        buffers.Begin();
        var codes = new int[CodesPerPicture];
        device.NearestCodes(Latents(EncoderOutput(pixels, cancellationToken)), codebook, codes);
        return codes;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No codes, or more than a picture has.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A code that is not in the codebook.</exception>
    /// <exception cref="NotSupportedException">The checkpoint carries no decoder.</exception>
    public PixelImage Decode(ReadOnlySpan<int> codes, CancellationToken cancellationToken = default)
    {
        var values = DecodeValues(codes, cancellationToken);
        var bytes = new byte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            bytes[i] = ToByte(values[i]);
        }

        return new PixelImage(PictureSize, PictureSize, bytes);
    }

    /// <summary>Output of the encoder and, after the 1×1 convolution, the latents: [grid, grid, channels] each.</summary>
    internal (float[] Encoder, float[] Latents) EncodeLatents(ReadOnlySpan<float> pixels)
    {
        buffers.Begin();
        var output = EncoderOutput(pixels, CancellationToken.None);
        var encoded = ReadAll(output);
        return (encoded, ReadAll(Latents(output)));
    }

    /// <summary>Values [size, size, 3], nominally −1 to 1, not clamped.</summary>
    internal float[] DecodeValues(ReadOnlySpan<int> codes, CancellationToken cancellationToken)
    {
        if (decoder is null || postQuantConvolution is null)
        {
            throw new NotSupportedException(
                "This checkpoint carries no picture decoder (no model.vqmodel.decoder.* tensors), so it cannot turn codes into pictures.");
        }

        buffers.Begin();
        var x = buffers.Rent(config.GridSize, config.GridSize, config.EmbedDim);
        device.Write(Gather(codes), x);
        x = decoder.Forward(postQuantConvolution.Forward(x, buffers), buffers, cancellationToken);
        return ReadAll(x);
    }

    private static byte ToByte(float value) =>
        float.IsNaN(value) ? (byte)0 : (byte)((Math.Clamp(value, -1, 1) + 1) / 2 * 255);

    private Tensor EncoderOutput(ReadOnlySpan<float> pixels, CancellationToken cancellationToken)
    {
        var size = PictureSize;
        if (pixels.Length != 3 * size * size)
        {
            throw new ArgumentException(
                $"A processed picture has 3 · {size} · {size} = {3 * size * size} values, got {pixels.Length}.", nameof(pixels));
        }

        var plane = size * size;
        var interleaved = new float[pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            interleaved[(i % plane * 3) + (i / plane)] = pixels[i];
        }

        var x = buffers.Rent(size, size, 3);
        device.Write(interleaved, x);
        return encoder.Forward(x, buffers, cancellationToken);
    }

    private Tensor Latents(Tensor encoded) => quantConvolution.Forward(encoded, buffers);

    private float[] Gather(ReadOnlySpan<int> codes)
    {
        if (codes.Length == 0 || codes.Length > CodesPerPicture)
        {
            throw new ArgumentException($"A picture has 1 to {CodesPerPicture} codes, got {codes.Length}.", nameof(codes));
        }

        var width = config.EmbedDim;
        var gathered = new float[CodesPerPicture * width];
        for (var i = 0; i < CodesPerPicture; i++)
        {
            var code = codes[i < codes.Length ? i : 0];
            if ((uint)code >= (uint)config.NumEmbeddings)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(codes), code, $"Code {i} of the picture is outside the codebook of {config.NumEmbeddings} entries.");
            }

            entries.AsSpan(code * width, width).CopyTo(gathered.AsSpan(i * width));
        }

        return gathered;
    }

    private float[] ReadAll(Tensor tensor)
    {
        var values = new float[tensor.ElementCount];
        device.Read(tensor, 0, values);
        return values;
    }
}
