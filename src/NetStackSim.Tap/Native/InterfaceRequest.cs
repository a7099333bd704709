using System.Runtime.CompilerServices;
using System.Text;

namespace NetStackSim.Tap;

/// <summary>struct ifreq as TUNSETIFF reads it: a name and flags.</summary>
internal unsafe struct InterfaceRequest
{
    internal const int NameSize = 16;

    internal fixed byte Name[NameSize];
    internal short Flags;

    // The union behind the name has 24 bytes.
    private fixed byte _rest[22];

    internal void SetName(string name)
    {
        Span<byte> target = new(Unsafe.AsPointer(ref Name[0]), NameSize);
        target.Clear();
        Encoding.ASCII.GetBytes(name, target);
    }

    internal string GetName()
    {
        ReadOnlySpan<byte> name = new(Unsafe.AsPointer(ref Name[0]), NameSize);
        int end = name.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? name : name[..end]);
    }
}
