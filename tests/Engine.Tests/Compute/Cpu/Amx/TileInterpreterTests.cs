using Chameleon.Engine.Compute.Cpu.Amx;
using static Chameleon.Engine.Compute.Cpu.Amx.Register64;

namespace Chameleon.Engine.Tests.Compute.Cpu.Amx;

/// <summary>What tells right code from wrong must tell: the shipped code passes, and each of these faults does not.</summary>
public sealed class TileInterpreterTests
{
    private const int Rows = TileBlock.Rows;

    [Theory]
    [InlineData(64, 1)]
    [InlineData(64, 5)]
    [InlineData(32, 3)]
    [InlineData(4, 2)]
    public void The_shipped_code_gives_the_exact_sums_of_each_group(int groupLength, int groups)
    {
        var random = new Random(groupLength + groups);
        var (activations, weights) = (Bytes(random, groups * TileBlock.OperandBytes), Bytes(random, groups * TileBlock.OperandBytes));
        var sums = TileTrial.SumsOf(TileInterpreter.OfShippedCode, groupLength, activations, weights);
        for (var group = 0; group < groups; group++)
        {
            for (var row = 0; row < Rows; row++)
            {
                for (var column = 0; column < Rows; column++)
                {
                    var expected = 0;
                    for (var k = 0; k < groupLength; k++)
                    {
                        expected += activations[(group * 2048) + (row * 64) + k] * weights[(group * 2048) + (column / 16 * 1024) + (k / 4 * 64) + (column % 16 * 4) + (k % 4)];
                    }

                    Assert.Equal(expected, sums[(group * 1024) + (row / 16 * 512) + (column / 16 * 256) + (row % 16 * 16) + (column % 16)]);
                }
            }
        }
    }

    [Fact]
    public void The_trial_trusts_the_shipped_code_and_nothing_that_changes_it()
    {
        Assert.True(TileTrial.IsRight(TileInterpreter.OfShippedCode));
        var code = TileProgram.Assemble();
        for (var at = 0; at < code.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = (byte[])code.Clone();
                changed[at] ^= (byte)(1 << bit);
                Assert.False(IsTrusted(changed), $"Bit {bit} of the byte at {at} may change unseen: {changed[at]:x2} for {code[at]:x2}.");
            }
        }
    }

    [Theory]
    [InlineData("a tile that was never configured")]
    [InlineData("tiles that are kept")]
    [InlineData("a register that holds nothing")]
    [InlineData("a byte behind the weights")]
    [InlineData("a store into the weights")]
    [InlineData("the same tile twice")]
    [InlineData("an unknown instruction")]
    public void A_fault_is_seen(string fault)
    {
        var code = new TileAssembler();
        code.Load(Rax, Rdi, 0);
        if (fault != "a tile that was never configured")
        {
            code.LoadTileConfiguration(Rax);
        }

        code.Load(Rcx, Rdi, 16);
        code.Set(Rsi, 64);
        code.LoadTile(6, Rcx, fault == "a register that holds nothing" ? Rdx : Rsi, fault == "a byte behind the weights" ? 1025 : 0);
        switch (fault)
        {
            case "a store into the weights":
                code.StoreTile(Rcx, Rsi, 0, 6);
                break;
            case "the same tile twice":
                code.AddProducts(0, 6, 6);
                break;
            case "an unknown instruction":
                code.Set((Register64)4, 0);
                break;
        }

        if (fault != "tiles that are kept")
        {
            code.ReleaseTiles();
        }

        code.Return();
        Assert.NotNull(Record.Exception(() => TileTrial.SumsOf(new TileInterpreter(code.Code), 64, new sbyte[TileBlock.OperandBytes], new sbyte[TileBlock.OperandBytes])));
    }

    internal static sbyte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return [.. bytes.Select(value => (sbyte)value)];
    }

    private static bool IsTrusted(byte[] code)
    {
        try
        {
            return TileTrial.IsRight(new TileInterpreter(code));
        }
        catch (Exception exception) when (exception is InvalidOperationException or IndexOutOfRangeException or ArgumentException or Xunit.Sdk.XunitException)
        {
            return false;
        }
    }
}
