using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Tensors_come_back_with_name_shape_and_values()
    {
        using var file = Open(SafetensorsBytes.Of(("a", [2, 3], [1, 2, 3, 4, 5, 6]), ("b", [], [7])));

        Assert.Equal(["a", "b"], file.Tensors.Keys.Order());
        Assert.Equal([2, 3], file.Tensors["a"].Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], file.Tensors["a"].ToFloats());
        Assert.Empty(file.Tensors["b"].Shape);
        Assert.Equal([7], file.Tensors["b"].ToFloats());
    }

    [Theory]
    [InlineData("F64", DType.F64, new byte[] { 0, 0, 0, 0, 0, 0, 0xf8, 0xbf }, -1.5f)]
    [InlineData("F32", DType.F32, new byte[] { 0, 0, 0xc0, 0xbf }, -1.5f)]
    [InlineData("F16", DType.F16, new byte[] { 0, 0xbe }, -1.5f)]
    [InlineData("BF16", DType.BF16, new byte[] { 0xc0, 0xbf }, -1.5f)]
    [InlineData("I64", DType.I64, new byte[] { 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, -2f)]
    [InlineData("I32", DType.I32, new byte[] { 0xfe, 0xff, 0xff, 0xff }, -2f)]
    [InlineData("I16", DType.I16, new byte[] { 0xfe, 0xff }, -2f)]
    [InlineData("I8", DType.I8, new byte[] { 0xfe }, -2f)]
    [InlineData("U8", DType.U8, new byte[] { 0xfe }, 254f)]
    [InlineData("BOOL", DType.Bool, new byte[] { 1 }, 1f)]
    public void Every_element_type_is_read(string name, DType dtype, byte[] bytes, float value)
    {
        var header = $$"""{"x":{"dtype":"{{name}}","shape":[1],"data_offsets":[0,{{bytes.Length}}]} }""";
        using var file = Open(SafetensorsBytes.Of(System.Text.Encoding.UTF8.GetBytes(header), bytes));

        Assert.Equal(dtype, file.Tensors["x"].DType);
        Assert.Equal([value], file.Tensors["x"].ToFloats());
    }

    [Fact]
    public void Metadata_is_kept_and_is_no_tensor()
    {
        using var file = Open(SafetensorsBytes.Of("""{"__metadata__":{"format":"pt","note":"ü"}}"""));

        Assert.Empty(file.Tensors);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("ü", file.Metadata["note"]);
    }

    [Fact]
    public void The_order_in_the_header_need_not_be_the_order_of_the_bytes()
    {
        using var file = Open(SafetensorsBytes.Of(
            """{"late":{"dtype":"U8","shape":[1],"data_offsets":[2,3]},"early":{"data_offsets":[0,2],"shape":[2],"dtype":"U8"}}""", 3));

        Assert.Equal(2, file.Tensors["early"].ElementCount);
        Assert.Equal(1, file.Tensors["late"].ElementCount);
    }

    [Fact]
    public void Tensors_without_elements_and_padding_spaces_are_allowed()
    {
        using var file = Open(SafetensorsBytes.Of(
            """{"none":{"dtype":"F32","shape":[2,0],"data_offsets":[0,0]},"one":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}      """, 4));

        Assert.Empty(file.Tensors["none"].ToFloats());
        Assert.Equal([0f], file.Tensors["one"].ToFloats());
    }

    [Fact]
    public void A_slice_may_begin_anywhere_and_end_at_the_last_element()
    {
        using var file = Open(SafetensorsBytes.Of(("a", [4], [1, 2, 3, 4]), ("b", [1], [5])));
        var slice = new float[3];

        file.Tensors["a"].ReadFloats(1, slice);

        Assert.Equal([2, 3, 4], slice);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Tensors["a"].ReadFloats(2, slice));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Tensors["a"].ReadFloats(-1, slice));
    }

    [Fact]
    public void A_tensor_larger_than_one_piece_is_read_whole()
    {
        var values = new float[700_001];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i;
        }

        using var file = Open(SafetensorsBytes.Of(("a", [700_001], values)));

        Assert.Equal(values, file.Tensors["a"].ToFloats());
    }

    private SafetensorsFile Open(byte[] bytes) => SafetensorsFile.Open(folder.Write("x.safetensors", bytes));
}
