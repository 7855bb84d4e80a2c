using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Chameleon.Engine.Checkpoints.Packed;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tests.Checkpoints.Packed;

public sealed class PackedFileDamageTests : IDisposable
{
    private const string Quantize = "nf4-nested";

    private readonly KeptModel model = new();
    private readonly Started expected;
    private readonly byte[] whole;

    public PackedFileDamageTests()
    {
        expected = model.Start(Quantize);
        whole = File.ReadAllBytes(model.OnlyFile);
    }

    public void Dispose() => model.Dispose();

    [Fact]
    public void One_flipped_bit_anywhere_is_found_before_anything_is_served()
    {
        var random = new Random(1);
        var index = (int)BitConverter.ToInt64(whole, 16);
        var key = PackedFile.ReadIndex(model.OnlyFile);

        // All of the preamble, and what lies behind it here and there: the checksum's own tests flip every bit.
        int[] places = [.. Enumerable.Range(0, PackedPreamble.Size), index - 1, index, whole.Length - 1, .. Enumerable.Range(0, 150).Select(_ => random.Next(PackedPreamble.Size, whole.Length))];
        var path = model.Elsewhere("flipped.packed");
        foreach (var place in places)
        {
            byte[] bytes = [.. whole];
            bytes[place] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bytes);
            var error = Assert.Throws<PackedFileException>(() => PackedFile.Open(path, key.Key, key.Source, threads: 1, CancellationToken.None));
            Assert.StartsWith($"{path} ", error.Message);
        }

        File.WriteAllBytes(path, whole);
        PackedFile.Open(path, key.Key, key.Source, threads: 2, CancellationToken.None).Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(5000)]
    [InlineData(-1)]
    public void A_file_of_another_length_is_made_anew(int length)
    {
        File.WriteAllBytes(model.OnlyFile, whole[..(length < 0 ? whole.Length + length : length)]);
        AssertMadeAnew("bytes");
        File.WriteAllBytes(model.OnlyFile, [.. whole, 0]);
        AssertMadeAnew("bytes");
    }

    [Fact]
    public void Damage_is_told_with_its_place_and_the_file_is_made_anew()
    {
        byte[] bytes = [.. whole];
        bytes[PackedPreamble.Size + 1000] ^= 1;
        File.WriteAllBytes(model.OnlyFile, bytes);
        AssertMadeAnew("is damaged between byte 64 and byte");
    }

    [Fact]
    public void A_file_whose_writer_was_killed_is_no_file_of_packed_weights()
    {
        File.WriteAllBytes(model.OnlyFile, [.. new byte[PackedPreamble.Size], .. whole[PackedPreamble.Size..]]);
        AssertMadeAnew("does not begin as");
    }

    [Fact]
    public void The_file_of_another_model_is_made_anew()
    {
        using var other = new KeptModel();
        other.Change();
        other.Start(Quantize);
        File.Copy(other.OnlyFile, model.OnlyFile, overwrite: true);
        AssertMadeAnew("other weights");
    }

    [Fact]
    public void The_file_of_another_way_to_pack_is_made_anew()
    {
        using var other = new KeptModel();
        other.Start("nf4");
        File.Copy(other.OnlyFile, model.OnlyFile, overwrite: true);
        AssertMadeAnew("expected");
    }

    [Fact]
    public void The_file_of_another_version_of_the_layout_is_made_anew()
    {
        Forge(index => index["Key"]!["Version"] = 0);
        AssertMadeAnew("Version = 0");
    }

    [Theory]
    [InlineData("Offset", "-64")]
    [InlineData("Offset", "1")]
    [InlineData("Offset", "9223372036854775744")]
    [InlineData("DType", "\"F64\"")]
    [InlineData("DType", "\"F99\"")]
    [InlineData("DType", "7")]
    [InlineData("Shape", "[]")]
    [InlineData("Shape", "[2147483647,2147483647,2147483647]")]
    [InlineData("Shape", "[-1,-1,4]")]
    [InlineData("Shape", "[1,1,1]")]
    [InlineData("Shape", "null")]
    public void A_forged_index_never_reaches_the_kernels(string field, string value)
    {
        // With right checksums: a model from somewhere may bring such a file along.
        Forge(index =>
        {
            foreach (var tensor in index["Entries"]!.AsArray().SelectMany(entry => entry!["Tensors"]!.AsArray()))
            {
                tensor![field] = JsonNode.Parse(value);
            }
        });
        AssertNotServed();
    }

    [Theory]
    [InlineData("Numbers", "[]")]
    [InlineData("Numbers", "[1,2,3]")]
    [InlineData("Tensors", "[]")]
    [InlineData("Kind", "\"byte\"")]
    [InlineData("Kind", "\"unheard\"")]
    [InlineData("Name", "\"same\"")]
    public void A_forged_entry_never_reaches_the_kernels(string field, string value)
    {
        Forge(index =>
        {
            foreach (var entry in index["Entries"]!.AsArray())
            {
                entry![field] = JsonNode.Parse(value);
            }
        });
        AssertNotServed();
    }

    [Fact]
    public void An_index_without_a_layer_leaves_that_layer_to_the_checkpoint()
    {
        Forge(index => index["Entries"]!.AsArray().RemoveAt(3));
        AssertNotServed();
    }

    [Fact]
    public void Damaged_hashes_of_the_checkpoint_only_cost_time()
    {
        var hashes = Path.Combine(model.Kept, "source.txt");
        var lines = File.ReadAllBytes(hashes);
        foreach (var place in (int[])[0, 10, lines.Length / 2, lines.Length - 2])
        {
            byte[] bytes = [.. lines];
            bytes[place] ^= 1;
            File.WriteAllBytes(hashes, bytes);
            var started = model.Start(Quantize);
            Assert.Equal((WeightCacheState.Mapped, null), (started.Cache!.State, started.Cache.Problem));
            Assert.Equal(lines, File.ReadAllBytes(hashes));
        }

        File.Delete(hashes);
        Assert.Equal(WeightCacheState.Mapped, model.Start(Quantize).Cache!.State);
    }

    [Fact]
    public void Weights_stay_what_they_are_when_the_file_is_replaced_or_deleted_under_them()
    {
        var index = PackedFile.ReadIndex(model.OnlyFile);
        using var device = new Engine.Compute.Cpu.CpuDevice();
        var ledger = ((Engine.Compute.Packing.IPackingDevice)device).Ledger;
        var file = PackedFile.Open(model.OnlyFile, index.Key, index.Source, threads: 1, CancellationToken.None);
        var entry = index.Entries[0];
        var tensor = file.Take(entry, ledger).Tensors[0];
        file.Dispose();
        File.Delete(model.OnlyFile);
        var bytes = Engine.Compute.Memory.HostTensorAccess.Bytes(tensor, 0, (int)entry.Tensors[0].ByteCount).ToArray();
        Assert.Equal(whole.AsSpan((int)entry.Tensors[0].Offset, bytes.Length).ToArray(), bytes);
        tensor.Dispose();
        tensor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.Address);
    }

    [Fact]
    public void A_disk_without_room_is_told_before_anything_is_computed_and_nothing_stays()
    {
        using var folder = new TemporaryFolder();
        var key = PackedFile.ReadIndex(model.OnlyFile).Key;
        Assert.ThrowsAny<IOException>(() => new PackedFileWriter(folder.File("x.packed"), key, expectedBytes: 1L << 60));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private void AssertMadeAnew(string problem)
    {
        var started = model.Start(Quantize);
        Assert.Equal(WeightCacheState.Written, started.Cache!.State);
        Assert.Contains(model.OnlyFile, started.Cache.Problem);
        Assert.Contains(problem, started.Cache.Problem);
        Assert.EndsWith("the weights are packed again.", started.Cache.Problem);
        started.AssertIs(expected);
        Assert.Equal(whole, File.ReadAllBytes(model.OnlyFile));
    }

    private void AssertNotServed()
    {
        var started = model.Start(Quantize);
        Assert.NotNull(started.Cache!.Problem);
        started.AssertIs(expected);
        model.Start(Quantize).AssertIs(expected);
        Assert.Equal(whole, File.ReadAllBytes(model.OnlyFile));
    }

    private void Forge(Action<JsonObject> change)
    {
        var offset = (int)BitConverter.ToInt64(whole, 16);
        var index = JsonNode.Parse(whole.AsSpan(offset))!.AsObject();
        change(index);
        var bytes = Encoding.UTF8.GetBytes(index.ToJsonString());
        var preamble = new PackedPreamble(offset, bytes.Length, SHA256.HashData(bytes)).Write();
        File.WriteAllBytes(model.OnlyFile, [.. preamble, .. whole[PackedPreamble.Size..offset], .. bytes]);
    }
}
