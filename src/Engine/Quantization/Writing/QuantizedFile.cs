using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Tensors;
using Microsoft.Win32.SafeHandles;

namespace Chameleon.Engine.Quantization.Writing;

/// <summary>
/// Writes one safetensors file, matrix by matrix, each part straight to its place. Places are known beforehand but for the
/// descriptions of nested blocks, whose length depends on a number in them: what lies behind moves along, and should the
/// header grow or shrink for it, the tensors are moved once at the end.
/// </summary>
/// <param name="quantizers">The matrices to quantise.</param>
/// <param name="copied">What stays as it is.</param>
/// <param name="options">Threads and cancellation.</param>
/// <param name="progress">Told after every tensor; may be null.</param>
internal sealed class QuantizedFile(
    IReadOnlyList<MatrixQuantizer> quantizers, IReadOnlyList<HostTensor> copied, ParallelOptions options, IProgress<QuantizationProgress>? progress)
{
    private const int CopyBytes = 4 << 20;

    private readonly long bytesTotal = quantizers.Sum(matrix => matrix.Source.StoredBytes) + copied.Sum(tensor => tensor.StoredBytes);
    private long bytesDone;
    private long drift;

    /// <summary>Writes the file and returns when it is on the disk.</summary>
    public void Write(string path)
    {
        var plain = copied.ToDictionary(tensor => new OutputTensor(tensor.Name, tensor.DType, tensor.Shape), tensor => tensor);
        OutputTensor[] tensors = [.. SafetensorsLayout.Sort(plain.Keys.Concat(quantizers.SelectMany(matrix => matrix.Parts)), tensor => tensor.DType, tensor => tensor.Name)];
        Place(tensors);
        var reserved = Header(tensors).Length;
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
        var work = quantizers.Select(matrix => (matrix.Source.Name, Last: false, Write: (Action)(() => Write(file, reserved, matrix))))
            .Concat(plain.Select(pair => (pair.Key.Name, Last: pair.Key.DType == DType.Bool, Write: (Action)(() => Copy(file, reserved, pair.Key, pair.Value)))));

        // In the order of names, and what lies last last, so that everything before a tensor has its final length.
        foreach (var (_, _, write) in work.OrderBy(item => item.Last).ThenBy(item => item.Name, StringComparer.Ordinal))
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            write();
            progress?.Report(new QuantizationProgress(bytesDone, bytesTotal));
        }

        Place(tensors);
        var header = Header(tensors);
        if (header.Length != reserved)
        {
            Move(file, reserved, header.Length, tensors.Sum(tensor => tensor.Length));
        }

        RandomAccess.Write(file, header, 0);
        RandomAccess.FlushToDisk(file);
    }

    private static void Place(OutputTensor[] tensors)
    {
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            tensor.Offset = offset;
            offset += tensor.Length;
        }
    }

    private static byte[] Header(OutputTensor[] tensors) => SafetensorsLayout.Header(
        tensors.Select(tensor => new TensorEntry(tensor.Name, tensor.DType, tensor.Shape, tensor.Offset, tensor.Offset + tensor.Length)));

    private void Write(SafeFileHandle file, int start, MatrixQuantizer matrix)
    {
        var guessed = matrix.Parts.Sum(part => part.Length);
        matrix.Run(options);
        foreach (var part in matrix.Parts)
        {
            RandomAccess.Write(file, part.Bytes, start + Offset(part));
            part.Bytes = null;
        }

        drift += matrix.Parts.Sum(part => part.Length) - guessed;
        bytesDone += matrix.Source.StoredBytes;
    }

    private void Copy(SafeFileHandle file, int start, OutputTensor target, HostTensor source)
    {
        var buffer = new byte[Math.Min(CopyBytes, target.Length)];
        for (var done = 0L; done < target.Length; done += buffer.Length)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, target.Length - done));
            source.Read(done, piece);
            RandomAccess.Write(file, piece, start + Offset(target) + done);
        }

        bytesDone += target.Length;
    }

    /// <summary>Descriptions lie among the bytes; what is wider lies before all of them.</summary>
    private long Offset(OutputTensor tensor) => tensor.Offset + (tensor.DType is DType.U8 or DType.Bool ? drift : 0);

    private static void Move(SafeFileHandle file, long from, long to, long length)
    {
        var buffer = new byte[Math.Min(CopyBytes, length)];
        var forward = to < from;
        for (var done = 0L; done < length;)
        {
            var count = (int)Math.Min(buffer.Length, length - done);
            var start = forward ? done : length - done - count;
            ReadAll(file, buffer.AsSpan(0, count), from + start);
            RandomAccess.Write(file, buffer.AsSpan(0, count), to + start);
            done += count;
        }

        RandomAccess.SetLength(file, to + length);
    }

    private static void ReadAll(SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var count = RandomAccess.Read(file, destination, offset);
            if (count == 0)
            {
                throw new EndOfStreamException($"The file being written ends at byte {offset}; was it changed meanwhile?");
            }

            destination = destination[count..];
            offset += count;
        }
    }
}
