using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>The multicast list of a request: six bytes for each address.</summary>
internal static class AddressList
{
    public static byte[] Encode(IReadOnlyList<MacAddress> addresses)
    {
        byte[] bytes = new byte[addresses.Count * MacAddress.Size];
        for (int i = 0; i < addresses.Count; i++)
        {
            addresses[i].CopyTo(bytes.AsSpan(i * MacAddress.Size));
        }

        return bytes;
    }

    /// <summary>Reads the list of a set request.</summary>
    /// <returns>Success; InvalidLength with the bytes of the next whole entry; InvalidData for an address that is no group.</returns>
    public static NtStatus Decode(OidRequest request, out MacAddress[] addresses)
    {
        int length = request.InformationBuffer.Length;
        addresses = [];
        if (length % MacAddress.Size != 0)
        {
            request.BytesNeeded = ((length / MacAddress.Size) + 1) * MacAddress.Size;
            return NdisStatus.InvalidLength;
        }

        MacAddress[] read = new MacAddress[length / MacAddress.Size];
        for (int i = 0; i < read.Length; i++)
        {
            read[i] = MacAddress.Read(request.InformationBuffer.Span[(i * MacAddress.Size)..]);
            if (!read[i].IsMulticast)
            {
                return NdisStatus.InvalidData;
            }
        }

        addresses = read;
        request.BytesRead = length;
        return NtStatus.Success;
    }
}
