namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>
/// Writes machine code: the few instructions that a product of tiles needs and .NET has no intrinsics for, in the
/// encodings that the GNU assembler chooses too. Tiles are numbers from 0 to 7.
/// </summary>
internal sealed class TileAssembler
{
    private const byte Wide = 0x48; // REX.W: operands of 64 bits
    private const int IndexFollows = 4; // in place of a base: a byte with base and index comes after
    private readonly List<byte> code = [];

    /// <summary>Prefix that a VEX instruction implies.</summary>
    private enum Implied
    {
        None = 0,
        F3 = 2,
        F2 = 3,
    }

    /// <summary>Where the next instruction will be: a target for jumps.</summary>
    public int Here => code.Count;

    /// <summary>What was written so far.</summary>
    public byte[] Code => [.. code];

    /// <summary><c>mov target, [address + offset]</c>.</summary>
    public void Load(Register64 target, Register64 address, int offset) => Wide64(0x8B, (int)target, address, offset);

    /// <summary><c>lea target, [target + offset]</c>: adds without touching the flags.</summary>
    public void Advance(Register64 target, int offset) => Wide64(0x8D, (int)target, target, offset);

    /// <summary><c>mov target, value</c>, 32 bits, which clears the others.</summary>
    public void Set(Register64 target, int value)
    {
        code.Add((byte)(0xB8 + (int)target));
        code.AddRange(BitConverter.GetBytes(value));
    }

    /// <summary><c>dec target</c>.</summary>
    public void Decrement(Register64 target) => code.AddRange([Wide, 0xFF, Direct(1, (int)target)]);

    /// <summary><c>jnz target</c>.</summary>
    public void JumpIfNotZero(int target)
    {
        code.AddRange([0x0F, 0x85]);
        code.AddRange(BitConverter.GetBytes(target - (Here + sizeof(int))));
    }

    /// <summary><c>ret</c>.</summary>
    public void Return() => code.Add(0xC3);

    /// <summary><c>ldtilecfg [address]</c>.</summary>
    public void LoadTileConfiguration(Register64 address)
    {
        Vex(Implied.None, 0, 0x49);
        Memory(0, address, null, 0);
    }

    /// <summary><c>tilerelease</c>.</summary>
    public void ReleaseTiles()
    {
        Vex(Implied.None, 0, 0x49);
        code.Add(Direct(0, 0));
    }

    /// <summary><c>tilezero tile</c>.</summary>
    public void ClearTile(int tile)
    {
        Vex(Implied.F2, 0, 0x49);
        code.Add(Direct(tile, 0));
    }

    /// <summary><c>tileloadd tile, [address + stride + offset]</c>: row r from r strides further.</summary>
    public void LoadTile(int tile, Register64 address, Register64 stride, int offset)
    {
        Vex(Implied.F2, 0, 0x4B);
        Memory(tile, address, stride, offset);
    }

    /// <summary><c>tilestored [address + stride + offset], tile</c>.</summary>
    public void StoreTile(Register64 address, Register64 stride, int offset, int tile)
    {
        Vex(Implied.F3, 0, 0x4B);
        Memory(tile, address, stride, offset);
    }

    /// <summary><c>tdpbssd sums, left, right</c>: adds the products of signed bytes, four neighbours of a left row by four of a right column.</summary>
    public void AddProducts(int sums, int left, int right)
    {
        Vex(Implied.F2, right, 0x5E);
        code.Add(Direct(sums, left));
    }

    private static byte Direct(int middle, int low) => (byte)(0xC0 | (middle << 3) | low);

    private void Wide64(byte operation, int register, Register64 address, int offset)
    {
        code.AddRange([Wide, operation]);
        Memory(register, address, null, offset);
    }

    /// <summary>Three-byte VEX prefix of the map 0F38, 128 bits, W0, registers below 8; the operation after it.</summary>
    private void Vex(Implied prefix, int second, byte operation) =>
        code.AddRange([0xC4, 0xE2, (byte)(((~second & 15) << 3) | (int)prefix), operation]);

    /// <summary>The operand in memory, with the shortest offset that holds it.</summary>
    private void Memory(int register, Register64 address, Register64? index, int offset)
    {
        var mode = offset == 0 ? 0 : offset == (sbyte)offset ? 1 : 2;
        code.Add((byte)((mode << 6) | (register << 3) | (index is null ? (int)address : IndexFollows)));
        if (index is { } scaled)
        {
            code.Add((byte)(((int)scaled << 3) | (int)address));
        }

        if (mode == 1)
        {
            code.Add((byte)offset);
        }
        else if (mode == 2)
        {
            code.AddRange(BitConverter.GetBytes(offset));
        }
    }
}
