using System.Buffers.Binary;
using System.Diagnostics;
using Chameleon.Engine.Checkpoints;

namespace Chameleon.Engine.Tests.Checkpoints;

public sealed class SafetensorsFuzzTests
{
    private const int Rounds = 1_500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_mutated_file_is_read_or_refused_by_name(int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var valid = SafetensorsBytes.Of(("model.a", [2, 3], new float[6]), ("b", [], [1]), ("c", [0, 5], []));
        var refused = new HashSet<CheckpointErrorKind>();
        var opened = 0;
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < Rounds; round++)
        {
            var path = folder.Write("x.safetensors", Mutate(valid, random));
            try
            {
                using var file = SafetensorsFile.Open(path);
                opened += file.Tensors.Values.All(tensor => tensor.ToFloats().Length == tensor.ElementCount) ? 1 : 0;
            }
            catch (CheckpointException exception)
            {
                refused.Add(exception.Kind);
            }
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
        Assert.InRange(opened, 1, Rounds - 1);
        Assert.True(refused.Count >= 6, $"Only {string.Join(", ", refused)} were reached.");
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        var bytes = new List<byte>(valid);
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var position = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[position] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.Insert(position, (byte)"{}[]\",:0123456789-."[random.Next(19)]);
                    break;
                case 2:
                    bytes.RemoveAt(position);
                    break;
                case 3:
                    bytes.InsertRange(position, bytes.GetRange(position, Math.Min(random.Next(60), bytes.Count - position)));
                    break;
                case 4:
                    bytes.RemoveRange(position, Math.Min(random.Next(20), bytes.Count - position - 1));
                    break;
                default:
                    var digit = bytes.FindIndex(position, value => value is >= (byte)'0' and <= (byte)'9');
                    if (digit >= 0)
                    {
                        bytes[digit] = (byte)('0' + random.Next(10));
                    }

                    break;
            }
        }

        // Mostly keep the length true, or the JSON would never be looked at.
        var mutated = bytes.ToArray();
        if (mutated.Length >= sizeof(ulong) && random.Next(8) > 0)
        {
            var headerEnd = Array.LastIndexOf(mutated, (byte)'}') + 1;
            BinaryPrimitives.WriteUInt64LittleEndian(mutated, (ulong)Math.Max(0, headerEnd - sizeof(ulong)));
        }

        return mutated;
    }
}
