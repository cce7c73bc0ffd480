"""What compiled rules ask of a runtime, as LLVM text: memory for small arrays, and a square root.

An array that a rule makes for itself has a header that counts its uses; the last use frees it. All
of it belongs to one call, so that counting need not be atomic. Tables of a state have no header.
"""

from __future__ import annotations

_COUNTED = """
%Header = type { i64, ptr, ptr, ptr, i64, ptr }

define internal ptr @NRT_MemInfo_alloc_aligned(i64 %size, i32 %align) {
  %boundary = zext i32 %align to i64
  %end = getelementptr %Header, ptr null, i64 1
  %own = ptrtoint ptr %end to i64
  %padded = add i64 %size, %boundary
  %total = add i64 %padded, %own
  %header = call ptr @allocate(i64 %total)
  %none = icmp eq ptr %header, null
  br i1 %none, label %failed, label %made
made:
  %after = getelementptr %Header, ptr %header, i64 1
  %place = ptrtoint ptr %after to i64
  %less = sub i64 %boundary, 1
  %above = add i64 %place, %less
  %mask = sub i64 0, %boundary
  %aligned = and i64 %above, %mask
  %data = inttoptr i64 %aligned to ptr
  store i64 1, ptr %header
  %field = getelementptr %Header, ptr %header, i64 0, i32 3
  store ptr %data, ptr %field
  ret ptr %header
failed:
  ret ptr null
}

define internal ptr @NRT_MemInfo_data_fast(ptr %header) alwaysinline {
  %field = getelementptr %Header, ptr %header, i64 0, i32 3
  %data = load ptr, ptr %field
  ret ptr %data
}

define internal void @NRT_incref(ptr %header) alwaysinline {
  %none = icmp eq ptr %header, null
  br i1 %none, label %done, label %count
count:
  %old = load i64, ptr %header
  %new = add i64 %old, 1
  store i64 %new, ptr %header
  br label %done
done:
  ret void
}

define internal void @NRT_decref(ptr %header) alwaysinline {
  %none = icmp eq ptr %header, null
  br i1 %none, label %done, label %count
count:
  %old = load i64, ptr %header
  %new = sub i64 %old, 1
  store i64 %new, ptr %header
  %unused = icmp eq i64 %new, 0
  br i1 %unused, label %last, label %done
last:
  call void @release(ptr %header)
  br label %done
done:
  ret void
}
"""

# Every processor has the exact one.
_ROOT = """
declare double @llvm.sqrt.f64(double)

define internal double @sqrt(double %x) alwaysinline {
  %root = call double @llvm.sqrt.f64(double %x)
  ret double %root
}
"""

# Natively memory comes from the process's C library, which Python has loaded.
_NATIVE = """
declare ptr @malloc(i64)
declare void @free(ptr)

define internal ptr @allocate(i64 %size) alwaysinline {
  %place = call ptr @malloc(i64 %size)
  ret ptr %place
}

define internal void @release(ptr %header) alwaysinline {
  call void @free(ptr %header)
  ret void
}
"""

# In a page there is none: a stretch of memory that is used up in order, and anew when nothing in it
# is in use. Asking for more than it has fails, as it does natively.
_PAGE_BYTES = 16 * 2**20
_PAGE = f"""
@scratch = internal global [{_PAGE_BYTES} x i8] zeroinitializer, align 64
@used = internal global i64 0
@arrays = internal global i64 0

define internal ptr @allocate(i64 %size) {{
  %arrays = load i64, ptr @arrays
  %nothing = icmp eq i64 %arrays, 0
  %before = load i64, ptr @used
  %first = select i1 %nothing, i64 0, i64 %before
  %padded = add i64 %size, 63
  %whole = and i64 %padded, -64
  %end = add i64 %first, %whole
  %fits = icmp ule i64 %end, {_PAGE_BYTES}
  br i1 %fits, label %take, label %refuse
take:
  store i64 %end, ptr @used
  %more = add i64 %arrays, 1
  store i64 %more, ptr @arrays
  %place = getelementptr i8, ptr @scratch, i64 %first
  ret ptr %place
refuse:
  ret ptr null
}}

define internal void @release(ptr %header) {{
  %arrays = load i64, ptr @arrays
  %less = sub i64 %arrays, 1
  store i64 %less, ptr @arrays
  ret void
}}
"""

# WebAssembly has no product of 128 bits, which the size of an array is checked by. A compiler asks
# for it when all text is written, so that it comes as an object of its own.
PRODUCT = """
define void @__multi3(ptr %product, i64 %a, i64 %a_high, i64 %b, i64 %b_high) {
  %a0 = and i64 %a, 4294967295
  %a1 = lshr i64 %a, 32
  %b0 = and i64 %b, 4294967295
  %b1 = lshr i64 %b, 32
  %p00 = mul i64 %a0, %b0
  %p01 = mul i64 %a0, %b1
  %p10 = mul i64 %a1, %b0
  %p11 = mul i64 %a1, %b1
  %carry = lshr i64 %p00, 32
  %p01_low = and i64 %p01, 4294967295
  %p10_low = and i64 %p10, 4294967295
  %middle_one = add i64 %carry, %p01_low
  %middle = add i64 %middle_one, %p10_low
  %lowest = and i64 %p00, 4294967295
  %middle_up = shl i64 %middle, 32
  %low = or i64 %lowest, %middle_up
  %p01_high = lshr i64 %p01, 32
  %p10_high = lshr i64 %p10, 32
  %middle_high = lshr i64 %middle, 32
  %cross_one = mul i64 %a, %b_high
  %cross_two = mul i64 %a_high, %b
  %high_one = add i64 %p11, %p01_high
  %high_two = add i64 %high_one, %p10_high
  %high_three = add i64 %high_two, %middle_high
  %high_four = add i64 %high_three, %cross_one
  %high = add i64 %high_four, %cross_two
  store i64 %low, ptr %product
  %place = getelementptr i64, ptr %product, i64 1
  store i64 %high, ptr %place
  ret void
}
"""


def support_text(*, in_page: bool) -> str:
    """Return the LLVM text of what rules ask of a runtime, for a page or for a process."""
    return _COUNTED + _ROOT + (_PAGE if in_page else _NATIVE)
